package io.tributary.producer.proposal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** A definition that was proposed, as a file, with what a person should know about it. */
final class Proposal {
  /** Stands for the URL that a file does not tell. */
  private static final String NO_URL = "https://api.example.com/replace-this";

  private static final int MOST_FIELDS = 300;

  private final String name;
  private final @Nullable HttpUrl url;
  private final SampleHeaders headers;
  private final Sample sample;
  private final Optional<KeyChoice> key;
  private final PagingGuess paging;
  private final List<Member> members;
  private final ColumnNames names = new ColumnNames();
  private final List<String> keyColumns = new ArrayList<>();

  /**
   * @param url that the sample came from; null for a file
   * @param headers that the source wants
   */
  Proposal(
      String name,
      @Nullable HttpUrl url,
      SampleHeaders headers,
      Sample sample,
      List<Member> members,
      Optional<KeyChoice> key,
      PagingGuess paging) {
    this.name = name;
    this.url = url;
    this.headers = headers;
    this.sample = sample;
    this.members = members;
    this.key = key;
    this.paging = paging;
  }

  /** The definition's text. */
  String yaml() {
    List<String> fields = fields();
    StringBuilder text = new StringBuilder();
    text.append("# yaml-language-server: $schema=pipeline.schema.json\n");
    text.append("# Proposed by ./tributary new from a sample of ");
    text.append(sample.records().size()).append(" records. Check what it could only guess:\n");
    notes().forEach(note -> text.append("# - ").append(note).append('\n'));
    text.append("name: ").append(name).append("\n\nsource:\n");
    source().forEach(line -> text.append("  ").append(line).append('\n'));
    text.append("\nevent:\n  key: ").append(keyColumns.get(0)).append('\n');
    List<String> hidden = members.stream().filter(Member::isSecret).map(Member::pointer).toList();
    if (!hidden.isEmpty()) {
      text.append("  hide: [")
          .append(String.join(", ", hidden.stream().map(Yaml::text).toList()))
          .append("]\n");
    }
    text.append("  fields:\n");
    fields.forEach(field -> text.append("    ").append(field).append('\n'));
    text.append("\ntopic:\n  name: ").append(name);
    text.append("\n\ntable:\n  keyspace: spark_streams\n  name: ").append(tableName());
    text.append("\n  key: [").append(String.join(", ", keyColumns)).append("]\n");
    if (!paging.lines().contains("seed-parameter: seed")) {
      text.append("\ndag:\n  records: all\n");
    }
    return text.toString();
  }

  private String tableName() {
    return name.length() > 48 ? name.substring(0, 48) : name;
  }

  /** What a person should know, a sentence each. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (url == null) {
      notes.add("source.url: a file does not tell it; put it in, with source.query");
    }
    headers.note().ifPresent(notes::add);
    credentials()
        .forEach(
            parameter ->
                notes.add(
                    headers.credential().isPresent()
                        ? "authentication: the parameter %s looks like a secret too, and is left out"
                            .formatted(parameter)
                        : "authentication: the parameter %s looks like a secret; set the variable %s to its value"
                            .formatted(parameter, variable(parameter))));
    notes.add("records: " + inWords());
    boolean isList = sample.shape().are().equals("list");
    String notChecked = isList ? "not checked" : "one answer has everything";
    String checked = isList && paging.isChecked() ? "checked with a second page" : notChecked;
    notes.add("paging: %s, %s".formatted(paging.type(), checked));
    paging.comments().forEach(said -> notes.add("paging: " + said));
    notes.add("key: " + keyInWords());
    members.stream()
        .filter(member -> !member.isSecret() && member.isListOfObjects())
        .map(Member::pointer)
        .forEach(
            list ->
                notes.add(
                    "each: %1$s is a list of objects; for a row per item, write each: %1$s, and from: parent:/… for members of the record"
                        .formatted(list)));
    if (members.stream().anyMatch(Member::isSecret)) {
      notes.add("hide: these members have names of secrets, so they stay in the process");
    }
    return notes;
  }

  /** The parameter of the URL that says who asks, if there is one. */
  private List<String> credentials() {
    HttpUrl from = url;
    return from == null
        ? List.of()
        : from.queryParameterNames().stream()
            .filter(MemberNames::isCredential)
            .filter(parameter -> !paging.taken().contains(parameter))
            .limit(1)
            .toList();
  }

  private String variable(String parameter) {
    return (name + "_" + ColumnNames.snake(parameter)).toUpperCase(Locale.ROOT);
  }

  private String inWords() {
    String where =
        sample.shape().records().isEmpty() ? "the whole answer" : sample.shape().records();
    String format = sample.shape().format();
    return "%s%s".formatted(where, format.equals("json") ? "" : ", in " + format)
        + (sample.shape().names().isEmpty()
            ? ""
            : "; the records are arrays: give their values names");
  }

  private String keyInWords() {
    if (isMap()) {
      return "the member's name";
    }
    if (key.isEmpty()) {
      return "no member is in each record and can be a key";
    }
    String pointers =
        String.join(" and ", key.get().members().stream().map(Member::pointer).toList());
    if (sample.records().size() == 1) {
      return pointers + ", of a single record: is it what identifies one?";
    }
    return key.get().isUnique()
        ? pointers + " differs in each record of the sample"
        : pointers + " is not unique: records with the same key replace each other";
  }

  private boolean isMap() {
    return sample.shape().are().equals("map");
  }

  private List<String> source() {
    List<String> lines = new ArrayList<>();
    HttpUrl from = url;
    lines.add(
        "url: "
            + (from == null
                ? NO_URL
                : Yaml.url(from.newBuilder().query(null).fragment(null).build().toString())));
    if (from != null) {
      lines.addAll(query(from));
    }
    lines.addAll(headers.lines());
    for (String parameter : headers.credential().isPresent() ? List.<String>of() : credentials()) {
      lines.add("authentication:");
      lines.add("  type: api-key");
      lines.add("  parameter: " + Yaml.text(parameter));
      lines.add("  value: " + Yaml.quoted("${env:%s}".formatted(variable(parameter))));
    }
    lines.addAll(sample.shape().lines());
    if (sample.answer().has("error") && isNone(sample.answer().get("error").toString())) {
      lines.add("error: /error");
    }
    if (!paging.type().equals("none")) {
      lines.add("paging:");
      paging.lines().forEach(line -> lines.add("  " + line));
    }
    return lines;
  }

  private static boolean isNone(String value) {
    return value.matches("\\[\\s*]|\\{\\s*}|null|false|0|\"\"");
  }

  private List<String> query(HttpUrl from) {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    for (int i = 0; i < from.querySize(); i++) {
      String parameter = from.queryParameterName(i);
      if (!paging.taken().contains(parameter) && !MemberNames.isCredential(parameter)) {
        parameters
            .computeIfAbsent(parameter, any -> new ArrayList<>())
            .add(Objects.requireNonNullElse(from.queryParameterValue(i), ""));
      }
    }
    List<String> lines = new ArrayList<>();
    parameters.forEach(
        (parameter, values) ->
            lines.add("  %s: %s".formatted(Yaml.text(parameter), Yaml.quoted(values.get(0)))));
    if (!lines.isEmpty()) {
      lines.add(0, "query:");
    }
    return lines;
  }

  private List<String> fields() {
    List<String> fields = new ArrayList<>();
    keyColumns.clear();
    List<Member> keys = isMap() ? List.of() : key.map(KeyChoice::members).orElse(List.of());
    if (isMap()) {
      String column = names.of(List.of("code"));
      keyColumns.add(column);
      fields.add("- {name: %s, type: text, from: map-key, required: true}".formatted(column));
    }
    for (Member member : keys) {
      FieldGuess guess = FieldGuess.of(member).orElseThrow();
      String column = names.of(member.path());
      keyColumns.add(column);
      fields.add(field(column, member, guess, true));
    }
    Optional<Member> proof =
        members.stream()
            .filter(member -> !keys.contains(member) && isField(member) && member.isInEach())
            .filter(member -> FieldGuess.of(member).isPresent())
            .findFirst();
    for (Member member : members) {
      if (keys.contains(member) || !isField(member) || fields.size() >= MOST_FIELDS) {
        continue;
      }
      Optional<FieldGuess> guess = FieldGuess.of(member);
      fields.add(
          guess.isPresent()
              ? field(
                  names.of(member.path()),
                  member,
                  guess.get(),
                  proof.filter(member::equals).isPresent())
              : "# %s: no record of the sample has a value".formatted(member.pointer()));
    }
    if (proof.isEmpty() && !keys.isEmpty()) {
      // its write time is what proves that a row has arrived
      Member again = keys.get(0);
      String column = names.of(again.path());
      fields.add(field(column, again, FieldGuess.of(again).orElseThrow(), true));
    }
    return fields;
  }

  private static boolean isField(Member member) {
    return !member.isSecret();
  }

  private static String field(String column, Member member, FieldGuess guess, boolean required) {
    StringBuilder line = new StringBuilder("- {name: ");
    line.append(column).append(", type: ").append(guess.type());
    line.append(", from: ").append(Yaml.text(member.pointer()));
    if (required) {
      line.append(", required: true");
    }
    guess.keys().forEach((key, value) -> line.append(", ").append(key).append(": ").append(value));
    line.append('}');
    if (!guess.comment().isEmpty()) {
      line.append("  # ").append(guess.comment());
    }
    return line.toString();
  }
}
