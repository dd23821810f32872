package io.tributary.model.definition;

import com.fasterxml.jackson.core.JsonPointer;
import io.tributary.model.definition.Section.Located;
import io.tributary.model.text.Quoted;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.nodes.MappingNode;

/** Reads a definition from its file and finds everything that is wrong with it. */
final class PipelineFile {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");
  private static final Pattern TOPIC = Pattern.compile("(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,240}");

  /** Kafka's own, to which nobody may publish. */
  private static final Set<String> KAFKAS_TOPICS =
      Set.of(
          "__consumer_offsets", "__transaction_state", "__share_group_state", "__cluster_metadata");

  private static final Pattern DAG = Pattern.compile("[A-Za-z0-9_.-]{1,250}");
  private static final Pattern PARAMETER = Pattern.compile("[^\\s&=#?]{1,100}");
  private static final Pattern SCHEDULE =
      Pattern.compile(
          "none|@(once|continuous|hourly|daily|weekly|monthly|quarterly|yearly)"
              + "|[0-9A-Za-z*/,#?-]+( [0-9A-Za-z*/,#?-]+){4}");

  private static final int DEFAULT_PARTITIONS = 3;
  private static final int DEFAULT_MAX_RECORD_BYTES = 1_048_576;
  private static final int DEFAULT_DAG_RECORDS = 1_000;
  private static final int MOST_DAG_RECORDS = 1_000_000;

  /** Cassandra refuses mutations over half a commit log segment: 16 MiB. */
  private static final int MOST_RECORD_BYTES = 16 * 1024 * 1024;

  /** Cassandra's keys hold 65,535 bytes, and a code point takes up to four. */
  private static final int LONGEST_KEY_TEXT = 16_383;

  /** Types whose values have one spelling, as a record's key needs. */
  private static final Set<FieldType> KEY_TYPES =
      Set.of(
          FieldType.TEXT,
          FieldType.INT,
          FieldType.BIGINT,
          FieldType.UUID,
          FieldType.TIMESTAMP,
          FieldType.DATE);

  private final Problems problems;

  private PipelineFile(Problems problems) {
    this.problems = problems;
  }

  static Pipeline read(Path file) throws InvalidDefinitionException {
    try {
      return parse(file, Files.readAllBytes(file));
    } catch (NoSuchFileException missing) {
      throw unreadable(file, "no such file");
    } catch (IOException | OutOfMemoryError unreadable) {
      throw unreadable(
          file,
          Files.isDirectory(file)
              ? "a directory"
              : "a file that cannot be read (%s)".formatted(unreadable.getClass().getSimpleName()));
    }
  }

  private static InvalidDefinitionException unreadable(Path file, String found) {
    return new InvalidDefinitionException(
        List.of(new Problem(file, 1, found, "a pipeline definition (YAML)")));
  }

  /** The definitions of a folder's {@code *.yaml} and {@code *.yml} files, or of the one file. */
  static List<Pipeline> readAll(Path fileOrFolder) throws InvalidDefinitionException {
    if (!Files.isDirectory(fileOrFolder)) {
      return List.of(read(fileOrFolder));
    }
    List<Problem> found = new ArrayList<>();
    List<Pipeline> pipelines = new ArrayList<>();
    Map<String, Path> taken = new HashMap<>();
    for (Path file : definitionsIn(fileOrFolder)) {
      try {
        Pipeline pipeline = read(file);
        pipelines.add(pipeline);
        uniquesOf(pipeline)
            .forEach(
                (unique, inWords) -> {
                  Path earlier = taken.putIfAbsent(unique, file);
                  if (earlier != null && !earlier.equals(file)) {
                    String what = "%s, which %s has too".formatted(inWords, earlier);
                    found.add(new Problem(file, 1, what, "another in each file"));
                  }
                });
      } catch (InvalidDefinitionException invalid) {
        found.addAll(invalid.problems());
      }
    }
    if (found.isEmpty() && pipelines.isEmpty()) {
      throw unreadable(fileOrFolder, "a folder without .yaml files");
    }
    if (!found.isEmpty()) {
      throw new InvalidDefinitionException(found);
    }
    return pipelines;
  }

  /** What no other definition may have, and how a message calls it. */
  private static Map<String, String> uniquesOf(Pipeline pipeline) {
    Map<String, String> uniques = new LinkedHashMap<>();
    uniques.put("name " + pipeline.name(), "the name '%s'".formatted(pipeline.name()));
    for (String topic : pipeline.topic().names()) {
      // To Kafka, names that differ only in dots and underscores are one too many.
      uniques.put("topic " + topic.replace('.', '_'), "the topic '%s'".formatted(topic));
    }
    String table = pipeline.table().keyspace() + "." + pipeline.table().name();
    uniques.put("table " + table, "the table '%s'".formatted(table));
    uniques.put("dag " + pipeline.dag().id(), "the DAG '%s'".formatted(pipeline.dag().id()));
    return uniques;
  }

  private static List<Path> definitionsIn(Path folder) throws InvalidDefinitionException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml") || file.toString().endsWith(".yml"))
          .sorted()
          .toList();
    } catch (IOException unreadable) {
      throw unreadable(folder, "a folder that cannot be read");
    }
  }

  /** Reads a definition that is in memory; {@code file} names it in problems. */
  static Pipeline parse(Path file, byte[] content) throws InvalidDefinitionException {
    Problems problems = new Problems(file);
    Optional<Pipeline> pipeline =
        YamlDocument.parse(content, problems)
            .flatMap(root -> new PipelineFile(problems).pipeline(root));
    if (!problems.isEmpty() || pipeline.isEmpty()) {
      throw problems.asException();
    }
    return pipeline.get();
  }

  private Optional<Pipeline> pipeline(MappingNode node) {
    Section root = new Section("the definition", node, problems);
    Optional<String> name =
        root.matching(
            "name", true, NAME, "lower-case letters, digits and underscores, at most 63 of them");
    Optional<Source> source = source(root.section("source"));
    Optional<EventAndLines> event = event(root.section("event"));
    Optional<Topic> topic = topic(root.section("topic"));
    Optional<Table> table = table(root.section("table"), event);
    Optional<Dag> dag = dag(root.optionalSection("dag"), name);
    root.end();
    if (name.isEmpty()
        || source.isEmpty()
        || event.isEmpty()
        || topic.isEmpty()
        || table.isEmpty()
        || dag.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Pipeline(
            name.get(), source.get(), event.get().event(), topic.get(), table.get(), dag.get()));
  }

  // --- source

  private Optional<Source> source(Section section) {
    Optional<URI> url = url(section);
    Map<String, String> query = section.map("query");
    Optional<JsonPointer> records = section.pointer("records", true);
    Optional<JsonPointer> error = section.pointer("error", false);
    Optional<Section> pagingSection = section.optionalSection("paging");
    Optional<Paging> paging =
        pagingSection.isEmpty() ? Optional.of(new Paging.None()) : paging(pagingSection.get());
    Optional<Section> limit = section.optionalSection("rate-limit");
    Optional<RateLimit> rateLimit = limit.flatMap(PipelineFile::rateLimit);
    section.end();

    apart(section, "error", error, records);
    if (records.isPresent()
        && paging.isPresent()
        && paging.get() instanceof Paging.Token token
        && pagingSection.isPresent()) {
      if (records.get().matches()) {
        pagingSection
            .get()
            .problem(
                "next",
                "%s although 'records' says that the answer is the array"
                    .formatted(Quoted.quote(token.next().toString())),
                "a 'records' such as /items: an array has no member beside its items");
      }
      apart(pagingSection.get(), "next", Optional.of(token.next()), records);
    }
    paging.ifPresent(valid -> ownParameters(section, query, valid));
    if (url.isEmpty() || records.isEmpty() || paging.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Source(url.get(), query, records.get(), error, paging.get(), rateLimit));
  }

  private static Optional<URI> url(Section section) {
    String expected =
        "an http or https URL without query (that is in 'query'), fragment and password";
    Optional<String> text = section.required("url", expected);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(SourceUrl.parse(text.get()));
    } catch (IllegalArgumentException noSuchUrl) {
      // A password in a URL is a secret, even in a message about it.
      String found = text.get().contains("@") ? "a URL with '@'" : Quoted.quote(text.get());
      section.problem("url", "%s (%s)".formatted(found, noSuchUrl.getMessage()), expected);
      return Optional.empty();
    }
  }

  private void apart(
      Section section, String key, Optional<JsonPointer> place, Optional<JsonPointer> records) {
    if (place.isEmpty() || records.isEmpty() || records.get().matches()) {
      return;
    }
    if (Pointers.isWithin(place.get(), records.get())
        || Pointers.isWithin(records.get(), place.get())) {
      section.problem(key, Quoted.quote(place.get().toString()), "a place beside " + records.get());
    }
  }

  private static void ownParameters(Section section, Map<String, String> query, Paging paging) {
    List<String> taken = new ArrayList<>();
    if (paging instanceof Paging.Numbered numbered) {
      taken.add(numbered.pageParameter());
      numbered.sizeParameter().ifPresent(taken::add);
      numbered.seedParameter().ifPresent(taken::add);
    } else if (paging instanceof Paging.Token token) {
      taken.add(token.tokenParameter());
      token.sizeParameter().ifPresent(taken::add);
    }
    if (new HashSet<>(taken).size() < taken.size()) {
      section.problem("paging", "one parameter's name for two things", "different names");
    }
    for (String parameter : taken) {
      if (query.containsKey(parameter)) {
        section.problem(
            "query", Quoted.quote(parameter) + ", which paging sets", "it in one place only");
      }
    }
  }

  private static Optional<Paging> paging(Section section) {
    String types = "page, token or none";
    Optional<String> type = section.required("type", types);
    Optional<Paging> paging =
        switch (type.orElse("")) {
          case "page" -> numbered(section);
          case "token" -> token(section);
          case "none" -> Optional.of(new Paging.None());
          default -> {
            type.ifPresent(word -> section.problem("type", Quoted.quote(word), types));
            yield Optional.empty();
          }
        };
    if (type.isPresent() && (paging.isPresent() || !type.get().isEmpty())) {
      boolean knownType = Set.of("page", "token", "none").contains(type.get());
      if (knownType) {
        section.end();
      }
    }
    return paging;
  }

  private static Optional<Paging> numbered(Section section) {
    Optional<String> page = parameter(section, "page-parameter", true);
    Optional<String> size = parameter(section, "size-parameter", false);
    Optional<String> seed = parameter(section, "seed-parameter", false);
    Optional<Integer> pageSize = pageSize(section);
    int lastPage =
        section.integer("last-page", false, 1, Integer.MAX_VALUE).orElse(Integer.MAX_VALUE);
    if (page.isEmpty() || pageSize.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Paging.Numbered(page.get(), size, seed, pageSize.get(), lastPage));
  }

  private static Optional<Paging> token(Section section) {
    Optional<String> token = parameter(section, "token-parameter", true);
    Optional<JsonPointer> next = section.pointer("next", true);
    Optional<String> size = parameter(section, "size-parameter", false);
    Optional<Integer> pageSize = pageSize(section);
    if (next.isPresent() && next.get().matches()) {
      section.problem("next", "the whole answer", "a member of it, such as /next");
      return Optional.empty();
    }
    if (token.isEmpty() || next.isEmpty() || pageSize.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Paging.Token(token.get(), next.get(), size, pageSize.get()));
  }

  private static Optional<Integer> pageSize(Section section) {
    return section.integer("page-size", true, 1, 100_000);
  }

  private static Optional<String> parameter(Section section, String key, boolean required) {
    return section.matching(key, required, PARAMETER, "the name of a query parameter");
  }

  private static Optional<RateLimit> rateLimit(Section section) {
    Optional<Integer> records = section.integer("records", true, 1, Integer.MAX_VALUE);
    Optional<java.time.Duration> per = section.duration("per");
    section.end();
    return records.flatMap(count -> per.map(span -> new RateLimit(count, span)));
  }

  // --- event

  /** The event, and where each field stands in the file. */
  private record EventAndLines(Event event, Map<String, Integer> lines) {}

  private Optional<EventAndLines> event(Section section) {
    List<Located<Field>> fields = new FieldReader(problems).read(section);
    List<JsonPointer> hide = new ArrayList<>();
    for (Located<String> text : section.texts("hide", "a list of JSON Pointers")) {
      Optional<JsonPointer> pointer = section.pointer(text);
      if (pointer.isPresent() && pointer.get().matches()) {
        problems.add(text.line(), "the whole record", "members of it, such as /login/password");
      } else {
        pointer.ifPresent(hide::add);
      }
    }
    fields.forEach(field -> notHidden(field, hide));
    togetherPossible(fields);
    Optional<String> key = section.required("key", "the name of a field");
    section.end();

    Map<String, Integer> lines = new HashMap<>();
    fields.forEach(field -> lines.putIfAbsent(field.value().name(), field.line()));
    Event event = new Event(key.orElse(""), hide, fields.stream().map(Located::value).toList());
    // Where fields have problems, a key that is not among the rest may well be one of those.
    if (key.isPresent() && !lines.containsKey(key.get()) && problems.isEmpty()) {
      unknownField(section, "key", key.get(), lines.keySet());
    }
    if (key.isPresent() && lines.containsKey(key.get())) {
      asKey(event.keyField(), lines.get(key.get()), "the key");
    }
    return Optional.of(new EventAndLines(event, lines));
  }

  /** Reports required fields of which a record can never have both: no value is an object too. */
  private void togetherPossible(List<Located<Field>> fields) {
    List<Located<Field>> required =
        fields.stream()
            .filter(field -> field.value().checks().required())
            .filter(field -> field.value().origin() instanceof Origin.At)
            .toList();
    for (Located<Field> inner : required) {
      for (Located<Field> outer : required) {
        JsonPointer within = pointerOf(inner.value());
        JsonPointer around = pointerOf(outer.value());
        if (!within.equals(around) && Pointers.isWithin(within, around)) {
          problems.add(
              inner.line(),
              "the required field '%s' from %s, which is within %s of the required field '%s'"
                  .formatted(
                      inner.value().name(),
                      Quoted.quote(within.toString()),
                      Quoted.quote(around.toString()),
                      outer.value().name()),
              "places of which a record can have both: what has members is no value");
        }
      }
    }
  }

  private static JsonPointer pointerOf(Field field) {
    return ((Origin.At) field.origin()).pointer();
  }

  private void notHidden(Located<Field> field, List<JsonPointer> hide) {
    for (JsonPointer pointer : field.value().origin().pointers()) {
      for (JsonPointer hidden : hide) {
        if (Pointers.isWithin(pointer, hidden)) {
          problems.add(
              field.line(),
              "the field '%s' from %s, which 'hide' names"
                  .formatted(field.value().name(), Quoted.quote(pointer.toString())),
              "a field from what is not hidden");
        }
      }
    }
  }

  private void asKey(Field field, int line, String role) {
    if (!field.checks().required()) {
      problems.add(
          line, "%s '%s' without required: true".formatted(role, field.name()), "required: true");
    }
    if (!KEY_TYPES.contains(field.type())) {
      problems.add(
          line,
          "%s '%s' of type %s".formatted(role, field.name(), field.type().cqlName()),
          "one of text, int, bigint, uuid, timestamp, date");
    }
    if (field.type() == FieldType.TEXT && field.checks().maxLength() > LONGEST_KEY_TEXT) {
      problems.add(
          line,
          String.format(Locale.ROOT, "a max-length of %,d at %s", field.checks().maxLength(), role),
          String.format(Locale.ROOT, "at most %,d", LONGEST_KEY_TEXT));
    }
  }

  private static void unknownField(Section section, String key, String name, Set<String> fields) {
    String expected =
        Nearest.to(name, fields)
            .map("the name of a field (did you mean '%s'?)"::formatted)
            .orElse("the name of a field");
    section.problem(key, Quoted.quote(name) + " as '" + key + "'", expected);
  }

  // --- topic, table, dag

  private static Optional<Topic> topic(Section section) {
    Optional<String> name =
        section.matching(
            "name", true, TOPIC, "letters, digits, '.', '_' and '-', at most 240 of them");
    if (name.isPresent() && KAFKAS_TOPICS.contains(name.get())) {
      section.problem("name", Quoted.quote(name.get()), "a topic that is not Kafka's own");
    }
    Optional<Integer> partitions = orDefault(section, "partitions", 1, 10_000, DEFAULT_PARTITIONS);
    Optional<Integer> replication = orDefault(section, "replication", 1, 100, 1);
    Optional<Integer> maxRecordBytes =
        orDefault(section, "max-record-bytes", 1_024, MOST_RECORD_BYTES, DEFAULT_MAX_RECORD_BYTES);
    section.end();
    if (name.isEmpty()
        || partitions.isEmpty()
        || replication.isEmpty()
        || maxRecordBytes.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Topic(name.get(), partitions.get(), replication.get(), maxRecordBytes.get()));
  }

  private static Optional<Integer> orDefault(
      Section section, String key, int min, int max, int fallback) {
    return section.has(key) ? section.integer(key, false, min, max) : Optional.of(fallback);
  }

  private Optional<Table> table(Section section, Optional<EventAndLines> event) {
    Optional<String> keyspace = CqlNames.read(section, "keyspace", CqlNames.LONGEST_TABLE);
    Optional<String> name = CqlNames.read(section, "name", CqlNames.LONGEST_TABLE);
    if (keyspace.isPresent()
        && (keyspace.get().equals("system") || keyspace.get().startsWith("system_"))) {
      section.problem(
          "keyspace", Quoted.quote(keyspace.get()), "a keyspace that is not Cassandra's own");
    }
    if (name.isPresent()
        && List.of(Table.DEAD_LETTERS, Table.FORMER_DEAD_LETTERS).contains(name.get())) {
      section.problem("name", Quoted.quote(name.get()), "a name that is not the dead letters'");
    }
    List<Located<String>> key = section.texts("key", "a list of fields");
    List<Located<String>> indexes = section.texts("indexes", "a list of fields");
    if (section.has("key") && key.isEmpty()) {
      section.problem("key", "an empty list as 'key'", "one or more fields");
    }
    List<String> keyNames = key.stream().map(Located::value).toList();
    if (!section.has("key") && event.isPresent()) {
      keyNames = List.of(event.get().event().key());
    }
    section.end();
    if (event.isPresent()) {
      references(event.get(), key, "key");
      references(event.get(), indexes, "indexes");
      tableKey(section, event.get(), keyNames);
      indexable(event.get(), keyNames, indexes);
    }
    if (keyspace.isEmpty() || name.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Table(
            keyspace.get(), name.get(), keyNames, indexes.stream().map(Located::value).toList()));
  }

  private void references(EventAndLines event, List<Located<String>> names, String key) {
    Set<String> seen = new HashSet<>();
    for (Located<String> name : names) {
      if (!seen.add(name.value())) {
        problems.add(
            name.line(), "%s again in '%s'".formatted(Quoted.quote(name.value()), key), "it once");
      } else if (!event.lines().containsKey(name.value()) && problems.isEmpty()) {
        String expected =
            Nearest.to(name.value(), event.lines().keySet())
                .map("the name of a field (did you mean '%s'?)"::formatted)
                .orElse("the name of a field");
        problems.add(
            name.line(), "%s in '%s'".formatted(Quoted.quote(name.value()), key), expected);
      }
    }
  }

  private void tableKey(Section section, EventAndLines event, List<String> keyNames) {
    for (Field field : event.event().fields()) {
      if (keyNames.contains(field.name()) && !field.name().equals(event.event().key())) {
        asKey(field, event.lines().getOrDefault(field.name(), section.line()), "the key column");
      }
    }
    if (!keyNames.contains(event.event().key()) && !event.event().key().isEmpty()) {
      section.problem(
          "key",
          "a table key without '%s', the event's key".formatted(event.event().key()),
          "it among the key, so that records of one row stay in order");
    }
    boolean proves =
        event.event().fields().stream()
            .anyMatch(f -> f.checks().required() && !keyNames.contains(f.name()));
    if (!proves && problems.isEmpty()) {
      section.problem(
          "key",
          "no required field outside the key",
          "one or more: its write time is what proves that a row has arrived");
    }
  }

  private void indexable(EventAndLines event, List<String> key, List<Located<String>> indexes) {
    for (Located<String> index : indexes) {
      if (!key.isEmpty() && key.get(0).equals(index.value())) {
        problems.add(
            index.line(), Quoted.quote(index.value()) + " in 'indexes'", "no partition key");
      }
      for (Field field : event.event().fields()) {
        boolean tooLong =
            field.type() == FieldType.TEXT && field.checks().maxLength() > LONGEST_KEY_TEXT;
        if (field.name().equals(index.value()) && tooLong) {
          problems.add(
              index.line(),
              String.format(
                  Locale.ROOT,
                  "an index of a field with max-length %,d",
                  field.checks().maxLength()),
              String.format(Locale.ROOT, "at most %,d", LONGEST_KEY_TEXT));
        }
      }
    }
  }

  private static Optional<Dag> dag(Optional<Section> section, Optional<String> pipeline) {
    if (section.isEmpty()) {
      return pipeline.map(
          name -> new Dag(name, Optional.empty(), DEFAULT_DAG_RECORDS, Dag.DEFAULT_MAX_SUPERSEDED));
    }
    Section dag = section.get();
    Optional<String> id =
        dag.has("id")
            ? dag.matching(
                "id", false, DAG, "letters, digits, '.', '_' and '-', at most 250 of them")
            : pipeline;
    Optional<String> schedule =
        dag.matching(
            "schedule", false, SCHEDULE, "none, a preset such as @daily, or five fields of cron");
    Optional<Integer> records = orDefault(dag, "records", 1, MOST_DAG_RECORDS, DEFAULT_DAG_RECORDS);
    RecordLimit maxSuperseded = limit(dag, "max-superseded", Dag.DEFAULT_MAX_SUPERSEDED);
    dag.end();
    return id.flatMap(
        known ->
            records.map(
                count ->
                    new Dag(
                        known,
                        schedule.filter(word -> !word.equals("none")),
                        count,
                        maxSuperseded)));
  }

  private static RecordLimit limit(Section section, String key, RecordLimit otherwise) {
    Optional<String> text = section.text(key, "a number like 100 or a share like 10%");
    try {
      return text.map(RecordLimit::parse).orElse(otherwise);
    } catch (IllegalArgumentException wrong) {
      section.problem(key, Quoted.quote(text.orElse("")), "a number like 100 or a share like 10%");
      return otherwise;
    }
  }
}
