package io.tributary.runtime.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A registry that is a folder, to be kept in git with the definitions: a folder for each subject
 * with a file for each version, {@code users-value/2.avsc} or {@code users-value/2.json}, and the
 * subject's rule in {@code users-value/rule}. A schema's id follows from its content, so that two
 * branches never give two schemas one id.
 */
public final class FolderSchemaRegistry implements SchemaRegistry {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern SUBJECT = Pattern.compile("(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,255}");
  private static final Pattern FILE = Pattern.compile("([1-9][0-9]{0,8})\\.(avsc|json)");
  private static final String RULE_FILE = "rule";
  private static final String DEFAULT_RULE = "BACKWARD";

  private final Path folder;
  private final CompatibilityCheck check;

  /**
   * @param folder created when something is registered
   * @param check decides what a rule allows
   */
  public FolderSchemaRegistry(Path folder, CompatibilityCheck check) {
    this.folder = folder;
    this.check = check;
  }

  @Override
  public int register(String subject, RegisteredSchema schema) throws RegistryException {
    int id = id(schema);
    while (true) {
      if (find(subject, schema).isPresent()) {
        return id;
      }
      List<SchemaVersion> history = history(subject);
      List<String> problems = problems(subject, history, schema);
      if (!problems.isEmpty()) {
        throw new SchemaRefusedException(String.join("; ", problems));
      }
      Optional<RegisteredSchema> other = byId(id);
      if (other.isPresent() && !content(other.get()).equals(content(schema))) {
        throw new SchemaRefusedException(
            "another schema has the id %s too; change a word of the definition".formatted(id));
      }
      int next = history.isEmpty() ? 1 : history.get(history.size() - 1).version() + 1;
      if (write(subject, next, schema)) {
        return id;
      }
    }
  }

  private boolean write(String subject, int version, RegisteredSchema schema)
      throws RegistryException {
    String suffix = schema.type().equals("AVRO") ? "avsc" : "json";
    Path file = of(subject).resolve(version + "." + suffix);
    try {
      Files.createDirectories(of(subject));
      Files.writeString(file, schema.text().strip() + "\n", UTF_8, StandardOpenOption.CREATE_NEW);
      return true;
    } catch (FileAlreadyExistsException another) {
      return false; // somebody else has registered a version in the meantime
    } catch (IOException failed) {
      throw cannot("write", file, failed);
    }
  }

  @Override
  public Optional<RegisteredSchema> byId(int id) throws RegistryException {
    for (Path subject : list(folder)) {
      String name = Objects.toString(subject.getFileName());
      if (SUBJECT.matcher(name).matches() && Files.isDirectory(subject)) {
        for (SchemaVersion version : history(name)) {
          if (version.id() == id) {
            return Optional.of(version.schema());
          }
        }
      }
    }
    return Optional.empty();
  }

  @Override
  public List<SchemaVersion> history(String subject) throws RegistryException {
    List<SchemaVersion> history = new ArrayList<>();
    for (Path file : list(of(subject))) {
      Matcher name = FILE.matcher(Objects.toString(file.getFileName()));
      if (name.matches()) {
        String text = read(file);
        if (text != null) {
          RegisteredSchema schema =
              new RegisteredSchema(name.group(2).equals("avsc") ? "AVRO" : "JSON", text);
          history.add(
              new SchemaVersion(subject, Integer.parseInt(name.group(1)), id(schema), schema));
        }
      }
    }
    history.sort((a, b) -> Integer.compare(a.version(), b.version()));
    return history;
  }

  @Override
  public List<Integer> versions(String subject) throws RegistryException {
    return history(subject).stream().map(SchemaVersion::version).toList();
  }

  @Override
  public Optional<SchemaVersion> version(String subject, int version) throws RegistryException {
    return history(subject).stream().filter(one -> one.version() == version).findFirst();
  }

  @Override
  public Optional<String> rule(String subject) throws RegistryException {
    return Optional.ofNullable(read(of(subject).resolve(RULE_FILE))).map(String::strip);
  }

  @Override
  public void setRule(String subject, String rule) throws RegistryException {
    if (rule(subject).equals(Optional.of(rule))) {
      return;
    }
    Path file = of(subject).resolve(RULE_FILE);
    try {
      Files.createDirectories(of(subject));
      Files.writeString(file, rule + "\n");
    } catch (IOException failed) {
      throw cannot("write", file, failed);
    }
  }

  @Override
  public Optional<SchemaVersion> find(String subject, RegisteredSchema schema)
      throws RegistryException {
    int id = id(schema);
    return history(subject).stream().filter(version -> version.id() == id).findFirst();
  }

  @Override
  public boolean accepts(String subject, RegisteredSchema schema) throws RegistryException {
    return find(subject, schema).isPresent()
        || problems(subject, history(subject), schema).isEmpty();
  }

  @Override
  public String name() {
    return "the folder " + folder;
  }

  private List<String> problems(
      String subject, List<SchemaVersion> history, RegisteredSchema schema)
      throws RegistryException {
    return check.problems(
        rule(subject).orElse(DEFAULT_RULE),
        history.stream().map(SchemaVersion::schema).toList(),
        schema);
  }

  private Path of(String subject) throws RegistryException {
    if (!SUBJECT.matcher(subject).matches()) {
      throw new RegistryException("'%s' cannot be the name of a folder".formatted(subject), false);
    }
    return folder.resolve(subject);
  }

  private static List<Path> list(Path folder) throws RegistryException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (NoSuchFileException | NotDirectoryException none) {
      return List.of();
    } catch (IOException failed) {
      throw cannot("read", folder, failed);
    }
  }

  private static @Nullable String read(Path file) throws RegistryException {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException none) {
      return null;
    } catch (IOException failed) {
      throw cannot("read", file, failed);
    }
  }

  private static RegistryException cannot(String what, Path file, IOException failed) {
    return new RegistryException(
        "cannot %s %s (%s): let this user do that, or name another folder in SCHEMA_FOLDER or a registry in SCHEMA_REGISTRY_URL"
            .formatted(what, file, failed.getClass().getSimpleName()),
        false,
        failed);
  }

  /** The first 31 bits of the hash of the type and the content, without white space. */
  static int id(RegisteredSchema schema) throws RegistryException {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest((schema.type() + "\n" + content(schema)).getBytes(UTF_8));
      return Math.max(1, ByteBuffer.wrap(hash).getInt() & Integer.MAX_VALUE);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String content(RegisteredSchema schema) throws RegistryException {
    try {
      return JSON.readTree(schema.text()).toString();
    } catch (JsonProcessingException none) {
      throw new RegistryException(
          "a schema is not JSON: " + none.getOriginalMessage(), false, none);
    }
  }
}
