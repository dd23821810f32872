package io.tributary.producer.proposal;

import io.tributary.producer.Connections;
import io.tributary.producer.proposal.NewDefinition.NoRecordsException;
import io.tributary.producer.source.HttpLimitOptions;
import io.tributary.producer.source.PageSequence;
import io.tributary.producer.source.SourceFailedException;
import io.tributary.runtime.command.Command;
import io.tributary.runtime.command.CommandFailedException;
import io.tributary.runtime.command.UsageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tributary new URL|FILE}: a definition to begin with. */
@CommandLine.Command(
    name = "new",
    description = {
      "Propose a pipeline definition from a sample answer of an API: where the records are, paging,"
          + " key, columns and types.",
      "It asks for a second page where that shows whether a guess is right, and writes comments"
          + " where it does not. An existing file is never overwritten."
    })
public final class NewCommand extends Command {
  private static final Pattern URL = Pattern.compile("(?i)https?://.*");
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,47}");
  private static final Pattern NO_NAME = Pattern.compile("v?\\d+(_\\d+)*|api|rest|json|index");

  /** Someone waits for it, and most questions may fail. */
  private static final Duration GIVE_UP_AFTER = Duration.ofSeconds(2);

  @Parameters(
      paramLabel = "URL|FILE",
      description =
          "The URL of the API with its parameters, in quotes, such as"
              + " 'https://api.example.com/v1/orders?per_page=100'; or a file with an answer of it.")
  private String sample = "";

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "The pipeline's name (default: from the URL's or file's name).")
  private @Nullable String name;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description =
          "Where to write the definition; - for standard output (default: pipelines/NAME.yaml).")
  private @Nullable Path output;

  @Option(
      names = "--header",
      paramLabel = "HEADER",
      description =
          "A header of each request, such as 'Accept-Language: en'; may be repeated. One may have a"
              + " secret: 'X-Api-Key: $${env:SHOP_KEY}' or '$${file:/run/secrets/shop}' names where it"
              + " is, in single quotes. The definition never gets the secret itself.")
  private List<String> headers = List.of();

  @Mixin private final HttpLimitOptions http = new HttpLimitOptions();

  @Override
  protected void run() throws Exception {
    boolean isUrl = URL.matcher(sample).matches();
    HttpUrl url = isUrl ? url(sample) : null;
    List<String> segments = url == null ? fileSegments() : url.pathSegments();
    String chosen = name == null ? nameOf(segments, url) : name;
    if (!NAME.matcher(chosen).matches()) {
      throw new UsageException(
          "--name must be lower-case letters, digits and underscores, a letter first, at most 48 of"
              + " them");
    }
    Path file = output == null ? Path.of("pipelines").resolve(chosen + ".yaml") : output;
    boolean isPrinted = file.toString().equals("-");
    if (!isPrinted && Files.exists(file)) {
      throw new UsageException(
          "%s exists and is not overwritten: give another --name or --output".formatted(file));
    }
    NewDefinition proposed = propose(chosen, url);
    if (isPrinted) {
      out().print(proposed.yaml());
      out().flush();
      summary(proposed, err());
    } else {
      write(file, proposed.yaml());
      out().printf(Locale.ROOT, "wrote %s%n", file);
      summary(proposed, out());
      next(file, proposed);
    }
  }

  private NewDefinition propose(String chosen, @Nullable HttpUrl url) throws Exception {
    if (url == null && !headers.isEmpty()) {
      throw new UsageException("--header is sent to a URL; a file is not asked for anything");
    }
    try {
      return url == null
          ? NewDefinition.of(chosen, read())
          : NewDefinition.of(
              chosen,
              url,
              headers,
              PageSequence.Manners.of(
                  http.limits(), Connections.DEFAULT_USER_AGENT, GIVE_UP_AFTER));
    } catch (IllegalArgumentException wrong) {
      throw new UsageException("--header: " + wrong.getMessage(), wrong);
    } catch (SourceFailedException | NoRecordsException failed) {
      throw new CommandFailedException("Nothing can be proposed: " + failed.getMessage(), failed);
    }
  }

  private byte[] read() throws UsageException {
    try {
      return Files.readAllBytes(Path.of(sample));
    } catch (IOException unreadable) {
      throw new UsageException(
          "%s cannot be read: give a URL that begins with http:// or https://, or a file"
              .formatted(sample),
          unreadable);
    }
  }

  private static HttpUrl url(String text) throws UsageException {
    HttpUrl url = HttpUrl.parse(text);
    if (url == null || !url.username().isEmpty() || !url.password().isEmpty()) {
      throw new UsageException("the URL cannot be used: it is no http or https URL, or has a user");
    }
    return url.newBuilder().fragment(null).build();
  }

  private List<String> fileSegments() {
    Path last = Path.of(sample).getFileName();
    return List.of(last == null ? "" : last.toString().replaceFirst("\\.[^.]*$", ""));
  }

  private static String nameOf(List<String> segments, @Nullable HttpUrl url) {
    String found = "";
    for (String segment : segments) {
      String snake = ColumnNames.snake(segment.replaceFirst("\\.[a-z]{2,4}$", ""));
      found = NAME.matcher(snake).matches() && !NO_NAME.matcher(snake).matches() ? snake : found;
    }
    if (found.isEmpty() && url != null) {
      String host = ColumnNames.snake(url.host().replaceFirst("^(www|api)\\.", ""));
      found = NAME.matcher(host).matches() ? host : "";
    }
    return found.isEmpty() ? "records" : found;
  }

  private static void write(Path file, String text) throws UsageException {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.write(file, text.getBytes(StandardCharsets.UTF_8), StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException there) {
      throw new UsageException(file + " exists and is not overwritten", there);
    } catch (IOException unwritable) {
      throw new UsageException(
          "%s cannot be written (%s): give another --output"
              .formatted(file, unwritable.getMessage()),
          unwritable);
    }
  }

  private static void summary(NewDefinition proposed, PrintWriter to) {
    to.printf(
        Locale.ROOT,
        "%,d of %,d records of the sample can be mapped%n",
        proposed.sampled().rows().size(),
        proposed.sampled().records());
    proposed.notes().forEach(note -> to.println("  " + note));
    to.flush();
  }

  private void next(Path file, NewDefinition proposed) {
    String quoted =
        file.toString().matches("[A-Za-z0-9/._-]+") ? file.toString() : "'" + file + "'";
    out().println("next:");
    out().println("  edit " + quoted + " where its comments ask you to");
    out().println("  ./tributary check --sample " + quoted);
    out()
        .printf(
            Locale.ROOT,
            "  ./tributary demo --keep --pipeline %s --users %d%n",
            quoted,
            Math.max(1, proposed.sampled().records()));
    out().flush();
  }
}
