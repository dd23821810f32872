package io.tributary.producer.credential;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.model.definition.Authentication;
import io.tributary.model.definition.SecretReference;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the secrets that definitions refer to: environment variables and files. */
public final class SecretSource {
  private static final int MOST_BYTES = 64 << 10;

  private final Function<String, @Nullable String> environment;

  /**
   * @param environment gives the value of a variable; null when it is not set
   */
  public SecretSource(Function<String, @Nullable String> environment) {
    this.environment = environment;
  }

  /** This process's own environment. */
  public static SecretSource system() {
    return new SecretSource(System::getenv);
  }

  /**
   * What is wrong with the references of {@code authentication} here, a clause for each; none shows
   * a value.
   */
  public List<String> problems(Authentication authentication) {
    List<String> problems = new ArrayList<>();
    for (Map.Entry<String, SecretReference> one : authentication.references().entrySet()) {
      problem(one.getValue())
          .ifPresent(
              what ->
                  problems.add(
                      "%s refers to %s, but %s".formatted(one.getKey(), one.getValue(), what)));
    }
    return problems;
  }

  private Optional<String> problem(SecretReference reference) {
    try {
      read(reference);
      return Optional.empty();
    } catch (MissingSecretException missing) {
      return Optional.of(String.valueOf(missing.getMessage()));
    }
  }

  /**
   * The secret, without white space around it.
   *
   * @throws MissingSecretException when it is not there, or no request can carry it
   */
  String read(SecretReference reference) throws MissingSecretException {
    String secret =
        (reference.kind() == SecretReference.Kind.ENV
                ? ofVariable(reference.name())
                : ofFile(Path.of(reference.name())))
            .strip();
    if (secret.isEmpty()) {
      throw new MissingSecretException("that is empty");
    }
    if (secret.chars().anyMatch(Character::isISOControl)) {
      throw new MissingSecretException("that has more than one line");
    }
    return secret;
  }

  private String ofVariable(String name) throws MissingSecretException {
    String value = environment.apply(name);
    if (value == null) {
      throw new MissingSecretException("that variable is not set");
    }
    return value;
  }

  private static String ofFile(Path file) throws MissingSecretException {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new MissingSecretException("that file has more than 64 KiB");
      }
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(Files.readAllBytes(file))).toString();
    } catch (NoSuchFileException none) {
      throw new MissingSecretException("there is no such file");
    } catch (AccessDeniedException denied) {
      throw new MissingSecretException("that file may not be read");
    } catch (CharacterCodingException binary) {
      throw new MissingSecretException("that file is no text in UTF-8");
    } catch (IOException broken) {
      throw new MissingSecretException("that file cannot be read");
    }
  }
}
