package io.tributary.producer.source;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.producer.source.SourceFault.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * Sends one request to the source and returns the body of its answer, or what was wrong with it.
 * For one thread, but for {@link #close()}.
 */
final class SourceClient implements AutoCloseable {
  /** How much of an error's body is read to find out what the source says. */
  private static final long ERROR_BODY_BYTES = 64 << 10;

  private static final int QUOTED_CHARS = 200;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final OkHttpClient http;
  private final HttpLimits limits;
  private final String userAgent;
  private final Optional<JsonPointer> error;
  private final InstantSource clock;
  private volatile @Nullable Call inFlight;
  private volatile boolean closed;

  /**
   * @param error where an answer keeps the source's error message, if it does
   */
  SourceClient(
      HttpLimits limits, String userAgent, Optional<JsonPointer> error, InstantSource clock) {
    this.limits = limits;
    this.userAgent = userAgent;
    this.error = error;
    this.clock = clock;
    this.http =
        new OkHttpClient.Builder()
            .connectTimeout(limits.connect())
            .readTimeout(limits.read())
            .writeTimeout(limits.read())
            .callTimeout(limits.whole())
            .addNetworkInterceptor(
                chain -> {
                  if (chain.call().request().isHttps() && !chain.request().isHttps()) {
                    throw new UnsafeRedirect();
                  }
                  return chain.proceed(chain.request());
                })
            .build();
  }

  /**
   * @throws InterruptedException when the thread is interrupted, or the client closed, meanwhile
   */
  byte[] ask(PageRequest page) throws SourceFault, InterruptedException {
    Request request =
        new Request.Builder()
            .url(page.url())
            .header("User-Agent", userAgent)
            .header("Accept", "application/json")
            .build();
    Call call = http.newCall(request);
    inFlight = call;
    if (closed) {
      throw new InterruptedException("the source's client is closed");
    }
    try (Response answer = call.execute()) {
      return bodyOf(answer);
    } catch (IOException failure) {
      if (closed || Thread.interrupted()) {
        throw new InterruptedException("asking the source was stopped");
      }
      throw faultOf(failure);
    } finally {
      inFlight = null;
    }
  }

  /** Ends the request under way; there will be no other. */
  @Override
  public void close() {
    closed = true;
    Call call = inFlight;
    if (call != null) {
      call.cancel();
    }
    http.connectionPool().evictAll();
  }

  private byte[] bodyOf(Response answer) throws IOException, SourceFault {
    int status = answer.code();
    if (status / 100 != 2) {
      Kind kind = kindOf(status);
      Optional<java.time.Duration> retryAfter =
          kind.equals(Kind.RATE_LIMITED) || kind.equals(Kind.SERVER_ERROR)
              ? RetryAfter.in(answer.headers(), clock.instant())
              : Optional.empty();
      throw new SourceFault(kind, "answered %d%s".formatted(status, saidIn(answer)), retryAfter);
    }
    ResponseBody body = answer.body();
    BufferedSource bytes = body.source();
    if (body.contentLength() > limits.maxBody() || bytes.request(limits.maxBody() + 1L)) {
      throw new SourceFault(
          Kind.TOO_LARGE,
          "answered with more than %,d bytes; a smaller page-size in the definition helps"
              .formatted(limits.maxBody()));
    }
    return bytes.readByteArray();
  }

  private static Kind kindOf(int status) {
    return switch (status) {
      case 429 -> Kind.RATE_LIMITED;
      case 408, 425 -> Kind.SERVER_ERROR;
      case 400, 404, 410, 416, 422 -> Kind.NOT_FOUND;
      default ->
          switch (status / 100) {
            case 5 -> Kind.SERVER_ERROR;
            case 3 -> Kind.BAD_REDIRECT;
            default -> Kind.REFUSED_REQUEST;
          };
    };
  }

  /** The source's own words about an error, as far as they can be had. */
  private String saidIn(Response answer) {
    if (error.isEmpty()) {
      return "";
    }
    try {
      BufferedSource bytes = answer.body().source();
      bytes.request(ERROR_BODY_BYTES);
      JsonNode said = JSON.readTree(bytes.getBuffer().readByteArray()).at(error.get());
      return said.isTextual() ? ": " + quoted(said.textValue()) : "";
    } catch (JsonProcessingException noJson) {
      return "";
    } catch (IOException cutOff) {
      return "";
    }
  }

  /** Foreign text, fit for one line of a log. */
  static String quoted(String text) {
    String line = text.strip().replaceAll("[\\p{Cntrl}\\s]+", " ");
    return line.length() <= QUOTED_CHARS ? line : line.substring(0, QUOTED_CHARS) + "…";
  }

  private SourceFault faultOf(IOException failure) {
    if (failure instanceof UnsafeRedirect) {
      return new SourceFault(
          Kind.BAD_REDIRECT, "redirects from https to http, which is not followed");
    }
    if (failure instanceof UnknownHostException) {
      return new SourceFault(Kind.UNREACHABLE, "has a host name that is not known");
    }
    if (failure instanceof ConnectException || failure instanceof NoRouteToHostException) {
      return new SourceFault(Kind.UNREACHABLE, "takes no connection");
    }
    if (failure instanceof SSLPeerUnverifiedException
        || (failure instanceof SSLHandshakeException
            && failure.getCause() instanceof CertificateException)) {
      return new SourceFault(Kind.NOT_TRUSTED, "shows a certificate that is not trusted");
    }
    if (failure instanceof InterruptedIOException) {
      return new SourceFault(
          Kind.TIME_OUT,
          "did not answer in time (%d s to connect, %d s between bytes, %d s in all)"
              .formatted(
                  limits.connect().toSeconds(),
                  limits.read().toSeconds(),
                  limits.whole().toSeconds()));
    }
    String message = quoted(String.valueOf(failure.getMessage()));
    if (failure instanceof ProtocolException && message.startsWith("Too many follow-up")) {
      return new SourceFault(Kind.BAD_REDIRECT, "redirects in a circle");
    }
    return new SourceFault(Kind.CUT_OFF, "broke off its answer (" + message + ")");
  }

  private static final class UnsafeRedirect extends IOException {
    UnsafeRedirect() {
      super("redirect from https to http");
    }
  }
}
