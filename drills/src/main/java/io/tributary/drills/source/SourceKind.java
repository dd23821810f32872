package io.tributary.drills.source;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/**
 * A way to read a source.
 *
 * @param isSecured whether it wants access tokens, each good for a few requests
 */
public record SourceKind(Paging paging, Form form, boolean isSecured, Range range) {

  /** How a source names its pages, {@link LyingSource#PAGE_SIZE} users each. */
  public enum Paging {
    PAGE("{type: page, page-parameter: page, size-parameter: limit, page-size: 100}"),
    OFFSET("{type: offset, offset-parameter: offset, size-parameter: limit, page-size: 100}"),
    TOKEN(
        "{type: token, token-parameter: token, next: /next, size-parameter: limit, page-size: 100}"),
    NEXT_URL("{type: next-url, next: /next, size-parameter: limit, page-size: 100}"),
    LINK_HEADER("{type: link-header, size-parameter: limit, page-size: 100}"),
    KEYSET(
        "{type: keyset, value-parameter: after, value: /login/uuid, size-parameter: limit, page-size: 100}");

    private final String definition;

    Paging(String definition) {
      this.definition = definition;
    }

    /** The value of {@code paging} in a definition. */
    String definition() {
      return definition;
    }

    /** Whether a page names the next one. */
    boolean hasNames() {
      return this == TOKEN || this == NEXT_URL || this == LINK_HEADER;
    }
  }

  /** What answers are written in. */
  public enum Form {
    JSON,
    NDJSON,
    CSV;

    boolean isLines() {
      return this != JSON;
    }
  }

  /** How much of the source a run reads. */
  public enum Range {
    WHOLE,
    /** What has changed since the last verified run. */
    CHANGES,
    /** The same in windows of some days. */
    WINDOWS
  }

  /** Their answers have a member for the next page's name, and lines have no place for that. */
  private static final Set<Paging> NEED_MEMBER = EnumSet.of(Paging.TOKEN, Paging.NEXT_URL);

  /**
   * A kind for each kind of paging. All forms, sources with and without authentication, and all
   * ranges are among them, each time with other kinds of paging.
   */
  public static List<SourceKind> draw(Random random) {
    Iterator<Form> lines =
        shuffled(List.of(Form.JSON, Form.JSON, Form.NDJSON, Form.CSV), random).iterator();
    Iterator<Boolean> secured =
        shuffled(List.of(true, true, false, false, false, false), random).iterator();
    Iterator<Range> ranges =
        shuffled(
                List.of(
                    Range.CHANGES,
                    Range.WINDOWS,
                    Range.WHOLE,
                    Range.WHOLE,
                    Range.WHOLE,
                    Range.WHOLE),
                random)
            .iterator();
    List<SourceKind> kinds = new ArrayList<>();
    for (Paging paging : Paging.values()) {
      kinds.add(
          new SourceKind(
              paging,
              NEED_MEMBER.contains(paging) ? Form.JSON : lines.next(),
              secured.next(),
              ranges.next()));
    }
    return List.copyOf(kinds);
  }

  private static <T> List<T> shuffled(List<T> items, Random random) {
    List<T> shuffled = new ArrayList<>(items);
    Collections.shuffle(shuffled, random);
    return shuffled;
  }

  /** Whether a run reads only what has changed. */
  public boolean isIncremental() {
    return range != Range.WHOLE;
  }

  /** Short, and fit for names of files and runs. */
  @Override
  public String toString() {
    return String.join("-", paging.name(), form.name(), isSecured ? "oauth2" : "open", range.name())
        .toLowerCase(Locale.ROOT)
        .replace('_', '-');
  }
}
