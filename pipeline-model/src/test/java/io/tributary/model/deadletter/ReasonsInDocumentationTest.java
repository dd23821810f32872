package io.tributary.model.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.refusal.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReasonsInDocumentationTest {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([A-Z_]+)` \\|");

  @Test
  void deadLettersPage_listsEachReasonOnce() throws Exception {
    String page = Files.readString(Path.of("../docs/dead-letters.md"));

    List<String> listed = ROW.matcher(page).results().map(row -> row.group(1)).toList();

    assertThat(listed)
        .containsExactlyElementsOf(Arrays.stream(Reason.values()).map(Reason::name).toList());
  }
}
