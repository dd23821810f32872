package io.tributary.producer.source;

import io.tributary.producer.source.SourceFault.Kind;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import okhttp3.Response;
import okio.BufferedSource;
import okio.Okio;
import org.brotli.dec.BrotliInputStream;

/** Undoes the {@code Content-Encoding} of an answer (RFC 9110, 8.4), however many there are. */
final class ContentDecoding {
  /** What a source is asked to use. */
  static final String ACCEPTED = "gzip, deflate, br";

  private static final int MOST = 4;
  private static final int ZLIB_HEADER_BYTES = 2;

  private ContentDecoding() {}

  /** Whether an answer has as many bytes as its {@code Content-Length} says. */
  static boolean isPlain(Response answer) {
    return encodings(answer).isEmpty();
  }

  /**
   * The answer's body, decoded as it is read.
   *
   * @throws SourceFault when it has an encoding that is not known here
   */
  static BufferedSource of(Response answer) throws SourceFault, IOException {
    List<String> encodings = encodings(answer);
    if (encodings.size() > MOST) {
      throw unreadable(
          String.format(
              Locale.ROOT, "answered with %d encodings in one another", encodings.size()));
    }
    Collections.reverse(encodings);
    BufferedSource body = answer.body().source();
    for (String encoding : encodings) {
      body = decoded(encoding, body);
    }
    return body;
  }

  /** The encodings in the order in which they were applied. */
  private static List<String> encodings(Response answer) {
    List<String> encodings = new ArrayList<>();
    for (String header : answer.headers("Content-Encoding")) {
      for (String encoding : header.split(",", -1)) {
        String name = encoding.strip().toLowerCase(Locale.ROOT);
        if (!name.isEmpty() && !name.equals("identity")) {
          encodings.add(name);
        }
      }
    }
    return encodings;
  }

  private static BufferedSource decoded(String encoding, BufferedSource body)
      throws SourceFault, IOException {
    boolean known = List.of("gzip", "x-gzip", "deflate", "br").contains(encoding);
    if (!known) {
      throw unreadable(
          "answered in the encoding '%s', which cannot be read here"
              .formatted(SourceClient.quoted(encoding)));
    }
    if (body.exhausted()) {
      return body;
    }
    InputStream decoded =
        switch (encoding) {
          case "deflate" -> new InflaterInputStream(body.inputStream(), inflater(body));
          case "br" -> new BrotliInputStream(body.inputStream());
          default -> new GZIPInputStream(untilItsEnd(body));
        };
    return Okio.buffer(Okio.source(decoded));
  }

  /** Some servers send {@code deflate} as the standard says, in zlib's format, others without. */
  private static Inflater inflater(BufferedSource body) throws IOException {
    if (!body.request(ZLIB_HEADER_BYTES)) {
      return new Inflater();
    }
    int first = body.getBuffer().getByte(0) & 0xFF;
    int second = body.getBuffer().getByte(1) & 0xFF;
    boolean zlib = (first & 0x0F) == 8 && ((first << 8) | second) % 31 == 0;
    return new Inflater(!zlib);
  }

  /** Tells truly whether there is more, since there may be another member behind a gzip's end. */
  private static InputStream untilItsEnd(BufferedSource body) {
    return new FilterInputStream(body.inputStream()) {
      @Override
      public int available() throws IOException {
        return body.exhausted() ? 0 : 1;
      }
    };
  }

  private static SourceFault unreadable(String what) {
    return new SourceFault(
        Kind.UNREADABLE,
        what,
        "it was asked for %s, or none; check whether a parameter of source.query chooses the encoding"
            .formatted(ACCEPTED));
  }
}
