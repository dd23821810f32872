package io.tributary.producer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.definition.Incremental;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.receipt.CursorRange;
import io.tributary.producer.source.Drained;
import io.tributary.producer.source.ReadingRange;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunCursorTest {

  /**
   * A run from 100 on: how it went, how far its windows and records came, and what the receipt
   * says.
   */
  @ParameterizedTest
  @CsvSource({
    // without windows: all or nothing
    "false, true,  true,     ,    , 150, 150, true",
    "false, true,  true,     ,    ,    , 100, false",
    "false, true,  true,     ,    ,  90, 100, false",
    "false, true,  false,    ,    , 150,    , false",
    "false, false, false,    ,    , 150,    , false",
    "false, false, true,     ,    , 150, 150, false",
    // with windows: what was read to its end
    "true,  true,  true,  200,    , 150, 200, true",
    "true,  true,  true,     , 200, 250, 250, true",
    "true,  true,  true,     , 200,    , 200, true",
    "true,  true,  true,     , 200, 150, 200, true",
    "true,  true,  false, 200,    , 250, 200, true",
    "true,  true,  false,    ,    , 150,    , false",
    "true,  false, false, 200,    , 250, 200, false",
    // a look back that did not come as far as where the cursor is
    "true,  true,  false,  90,    ,  80,  90, false",
  })
  void of_saysNoMoreThanWasReadToItsEnd(
      boolean windows,
      boolean isComplete,
      boolean hasEnded,
      @Nullable Long over,
      @Nullable Long open,
      @Nullable Long greatest,
      @Nullable String to,
      boolean moves)
      throws Exception {
    Drained drained = new Drained(2, optional(over), optional(open), optional(greatest));

    CursorRange range =
        new RunCursor(read(windows), ReadingRange.from(100)).of(drained, isComplete, hasEnded);

    assertThat(range)
        .isEqualTo(
            new CursorRange(
                "moved",
                text(100),
                Optional.ofNullable(to).map(position -> text(Long.parseLong(position))),
                moves,
                2));
  }

  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, false"})
  void of_movesNothing_forARange(boolean isComplete, boolean hasEnded) throws Exception {
    CursorRange range =
        new RunCursor(read(true), ReadingRange.backfill(100, 300))
            .of(
                new Drained(1, OptionalLong.of(300), OptionalLong.empty(), OptionalLong.of(250)),
                isComplete,
                hasEnded);

    assertThat(range.moves()).isFalse();
    assertThat(range.to()).isEqualTo(hasEnded ? Optional.of(text(300)) : Optional.empty());
  }

  private static OptionalLong optional(@Nullable Long value) {
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }

  private static String text(long millis) {
    return java.time.Instant.ofEpochMilli(millis).toString();
  }

  private static Incremental read(boolean windows) throws Exception {
    String definition =
        """
        name: changes
        source:
          url: http://people.example/changes
          records: /results
          incremental: {field: moved, start: 1970-01-01, parameter: since, end-parameter: until%s}
        event:
          key: id
          fields:
            - {name: id, type: text, from: /id, required: true}
            - {name: moved, type: timestamp, from: /moved, required: true}
        topic: {name: changes}
        table: {keyspace: test, name: changes}
        """
            .formatted(windows ? ", window: 100ms" : "");
    return Pipeline.parse(Path.of("changes.yaml"), definition.getBytes(UTF_8))
        .source()
        .incremental()
        .orElseThrow();
  }
}
