package io.tributary.model.definition;

import com.fasterxml.jackson.core.JsonPointer;
import io.tributary.model.definition.AnswerForm.Csv;
import io.tributary.model.definition.AnswerForm.Format;
import io.tributary.model.definition.AnswerForm.RecordsAre;
import io.tributary.model.text.Quoted;
import io.tributary.model.yaml.Located;
import io.tributary.model.yaml.Section;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads how answers hold their records: the keys of {@code source} from format to for-each. */
final class AnswerFormReader {
  private static final int MOST_NAMES = 1_000;

  /** Each of them is a whole reading of the source. */
  private static final int MOST_PARTITIONS = 10_000;

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,62}");

  private final Section source;

  AnswerFormReader(Section source) {
    this.source = source;
  }

  /** What the keys say, with the usual for those that are missing or wrong. */
  AnswerForm read() {
    Format format =
        word("format", Format.words())
            .flatMap(word -> known("format", word, Format.named(word)))
            .orElse(Format.JSON);
    Optional<Section> csvSection = source.optionalSection("csv");
    Csv csv = csvSection.map(this::csv).orElse(Csv.USUAL);
    RecordsAre recordsAre =
        word("records-are", RecordsAre.words())
            .flatMap(word -> known("records-are", word, RecordsAre.named(word)))
            .orElse(RecordsAre.LIST);
    List<String> names = names(source);
    Optional<JsonPointer> each = source.pointer("each", false);
    if (each.isPresent() && each.get().matches()) {
      source.problem("each", "the whole record", "a list within it, such as /commits");
      each = Optional.empty();
    }
    Map<String, List<String>> forEach = forEach();
    AnswerForm form = new AnswerForm(format, csv, recordsAre, names, each, forEach);
    check(form);
    return form;
  }

  private Optional<String> word(String key, String words) {
    return source.text(key, "one of " + words);
  }

  private <T> Optional<T> known(String key, String word, Optional<T> meant) {
    if (meant.isEmpty()) {
      source.problem(
          key,
          Quoted.quote(word),
          "one of " + (key.equals("format") ? Format.words() : RecordsAre.words()));
    }
    return meant;
  }

  private Csv csv(Section section) {
    char separator = character(section, "separator", ',');
    boolean isQuoted = !section.text("quote", "a character").equals(Optional.of("none"));
    char quote = isQuoted ? character(section, "quote", '"') : 0;
    boolean hasHeader = !section.has("header") || section.flag("header");
    List<String> names = names(section);
    section.end();
    if (separator == quote) {
      section.problem("quote", "the separator as the quote too", "two characters");
    }
    if (hasHeader && !names.isEmpty()) {
      section.problem("names", "names beside a header", "'header: false', or no names");
    }
    if (!hasHeader && names.isEmpty()) {
      section.problem("header", "no header and no 'names'", "the columns' names as 'names'");
    }
    return new Csv(separator, isQuoted ? Optional.of(quote) : Optional.empty(), names);
  }

  private static char character(Section section, String key, char usual) {
    Optional<String> text = section.text(key, "a character");
    if (text.isEmpty()) {
      return usual;
    }
    if (text.get().equals("tab")) {
      return '\t';
    }
    char first = text.get().isEmpty() ? '\n' : text.get().charAt(0);
    boolean isUsable = first == '\t' || (first >= ' ' && first < 0x7F);
    if (text.get().length() != 1 || !isUsable) {
      section.problem(
          key, Quoted.quote(text.get()), "one ASCII character such as ';', or the word tab");
      return usual;
    }
    return first;
  }

  private static List<String> names(Section section) {
    List<Located<String>> names = section.texts("names", "a list of names");
    if (names.size() > MOST_NAMES) {
      section.problem("names", names.size() + " names", "at most " + MOST_NAMES);
    }
    Set<String> seen = new HashSet<>();
    for (Located<String> name : names) {
      if (!seen.add(name.value())) {
        section.problem("names", Quoted.quote(name.value()) + " again", "each name once");
      }
    }
    return names.stream().map(Located::value).toList();
  }

  private Map<String, List<String>> forEach() {
    Map<String, List<String>> values = new LinkedHashMap<>();
    long partitions = 1;
    for (Map.Entry<String, List<String>> entry : source.lists("for-each").entrySet()) {
      List<String> texts = entry.getValue();
      if (!NAME.matcher(entry.getKey()).matches()) {
        source.problem(
            "for-each",
            "the name " + Quoted.quote(entry.getKey()),
            "lower-case letters, digits, '_' and '-', a letter first");
      }
      if (texts.isEmpty() || new HashSet<>(texts).size() < texts.size()) {
        source.problem(
            "for-each",
            texts.isEmpty() ? "no values" : "a value twice",
            "one or more values for %s, each once".formatted(Quoted.quote(entry.getKey())));
      }
      partitions = Math.min(Integer.MAX_VALUE, partitions * Math.max(1, texts.size()));
      values.put(entry.getKey(), texts);
    }
    if (partitions > MOST_PARTITIONS) {
      source.problem(
          "for-each",
          String.format(Locale.ROOT, "%,d combinations", partitions),
          String.format(
              Locale.ROOT, "at most %,d: the source is read once for each", MOST_PARTITIONS));
    }
    return values;
  }

  /** The rules between the keys. */
  private void check(AnswerForm form) {
    Format format = form.format();
    if (format != Format.CSV && source.has("csv")) {
      source.problem("csv", "'csv' with the format " + format.word(), "it only with format csv");
    }
    if (format == Format.CSV) {
      for (String key : List.of("names", "each")) {
        if (source.has(key)) {
          source.problem(
              key,
              "'%s' with the format csv".formatted(key),
              key.equals("names") ? "the names in 'csv'" : "no 'each': a line has no list");
        }
      }
    }
    boolean hasShape =
        format == Format.JSON
            || form.recordsAre() == RecordsAre.LIST
            || (format == Format.XML && form.recordsAre() == RecordsAre.OBJECT);
    if (!hasShape) {
      source.problem(
          "records-are",
          "'%s' with the format %s".formatted(form.recordsAre().word(), format.word()),
          format == Format.XML ? "list or object" : "list: each line is a record");
    }
    if (format == Format.XML && source.has("names")) {
      source.problem("names", "'names' with the format xml", "no names: elements have their own");
    }
    if (form.recordsAre() == RecordsAre.OBJECT && source.has("names") && form.each().isEmpty()) {
      source.problem("names", "'names' of one object", "no names: its members have their own");
    }
    if (form.recordsAre() == RecordsAre.COLUMNS && form.each().isPresent()) {
      source.problem("each", "'each' with columns", "no 'each'");
    }
  }
}
