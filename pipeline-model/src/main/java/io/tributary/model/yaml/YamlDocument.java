package io.tributary.model.yaml;

import io.tributary.model.text.Quoted;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/**
 * The text of a definition as a graph of YAML nodes, which know their lines. Only plain YAML gets
 * through: no tags, anchors or aliases, one document, bounded size and depth. So whatever the file
 * holds, reading it ends soon and constructs nothing.
 */
public final class YamlDocument {
  private static final int MAX_BYTES = 256 * 1024;
  private static final int MAX_DEPTH = 20;

  private YamlDocument() {}

  /** The mapping at the top of {@code bytes}; empty when there is none, which is reported. */
  public static Optional<MappingNode> parse(byte[] bytes, Problems problems) {
    if (bytes.length > MAX_BYTES) {
      problems.add(
          1, String.format(Locale.ROOT, "a file of %,d bytes", bytes.length), "at most 256 KiB");
      return Optional.empty();
    }
    Optional<String> text = utf8(bytes, problems);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return isPlain(text.get(), problems) ? mapping(text.get(), problems) : Optional.empty();
    } catch (MarkedYAMLException malformed) {
      String what = malformed.getProblem() == null ? "a syntax error" : malformed.getProblem();
      if (what.contains("TAB")) {
        problems.add(lineOf(malformed.getProblemMark()), "a tab as indentation", "spaces");
        return Optional.empty();
      }
      String found = what.startsWith("found ") ? what.substring("found ".length()) : what;
      problems.add(lineOf(malformed.getProblemMark()), Quoted.oneLine(found), "YAML");
    } catch (YAMLException malformed) {
      String what = malformed.getMessage() == null ? "a syntax error" : malformed.getMessage();
      problems.add(1, Quoted.oneLine(what), "YAML");
    } catch (RuntimeException | StackOverflowError defect) {
      // Never seen, but the file is anybody's and the reader is not ours.
      problems.add(1, "a text that breaks the YAML reader", "YAML");
    }
    return Optional.empty();
  }

  private static Optional<String> utf8(byte[] bytes, Problems problems) {
    ByteBuffer input = ByteBuffer.wrap(bytes);
    try {
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(input).toString());
    } catch (CharacterCodingException notUtf8) {
      int line = 1;
      for (int i = 0; i < input.position(); i++) {
        line += bytes[i] == '\n' ? 1 : 0;
      }
      problems.add(line, "bytes that are not UTF-8", "a text file in UTF-8");
      return Optional.empty();
    }
  }

  private static boolean isPlain(String text, Problems problems) {
    int depth = 0;
    int documents = 0;
    for (Event event : new Yaml(options()).parse(new StringReader(text))) {
      int line = lineOf(event.getStartMark());
      if (event instanceof DocumentStartEvent && ++documents > 1) {
        problems.add(line, "a second YAML document", "one definition in a file");
        return false;
      }
      if (event instanceof AliasEvent) {
        problems.add(line, "an alias", "the value itself, written out");
        return false;
      }
      if (event instanceof NodeEvent node && node.getAnchor() != null) {
        problems.add(line, "an anchor", "plain YAML without anchors");
        return false;
      }
      if (hasTag(event)) {
        problems.add(line, "a tag", "plain YAML without tags");
        return false;
      }
      if (event.is(Event.ID.MappingStart) || event.is(Event.ID.SequenceStart)) {
        if (++depth > MAX_DEPTH) {
          problems.add(
              line, String.format(Locale.ROOT, "more than %d levels", MAX_DEPTH), "a definition");
          return false;
        }
      } else if (event.is(Event.ID.MappingEnd) || event.is(Event.ID.SequenceEnd)) {
        depth--;
      }
    }
    return true;
  }

  private static boolean hasTag(Event event) {
    return (event instanceof CollectionStartEvent collection && collection.getTag() != null)
        || (event instanceof ScalarEvent scalar && scalar.getTag() != null);
  }

  private static Optional<MappingNode> mapping(String text, Problems problems) {
    Node root = new Yaml(options()).compose(new StringReader(text));
    if (root instanceof MappingNode mapping) {
      return Optional.of(mapping);
    }
    problems.add(
        root == null ? 1 : lineOf(root.getStartMark()),
        root == null ? "nothing" : "no mapping",
        "the keys of a definition: name, source, event, topic, table, dag");
    return Optional.empty();
  }

  private static LoaderOptions options() {
    LoaderOptions options = new LoaderOptions();
    options.setNestingDepthLimit(MAX_DEPTH + 1);
    options.setMaxAliasesForCollections(0);
    options.setProcessComments(false);
    return options;
  }

  public static int lineOf(@org.jspecify.annotations.Nullable Mark mark) {
    return mark == null ? 1 : mark.getLine() + 1;
  }
}
