package io.tributary.drills.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.drills.source.SourceKind.Form;
import io.tributary.drills.source.SourceKind.Paging;
import io.tributary.drills.source.SourceKind.Range;
import io.tributary.model.definition.Pipeline;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SourceKindTest {

  @Test
  void draw_hasEveryPagingFormAccessAndRange_eachTime() {
    Set<List<SourceKind>> drawn = new HashSet<>();
    for (int seed = 0; seed < 40; seed++) {
      List<SourceKind> kinds = SourceKind.draw(new Random(seed));

      assertThat(kinds).extracting(SourceKind::paging).containsExactly(Paging.values());
      assertThat(kinds).extracting(SourceKind::form).contains(Form.values());
      assertThat(kinds).extracting(SourceKind::range).contains(Range.values());
      assertThat(kinds).extracting(SourceKind::isSecured).contains(true, false);
      drawn.add(kinds);
    }
    assertThat(drawn).hasSizeGreaterThan(30);
  }

  @Test
  void definition_isOne_ofEveryKindThatIsDrawn() throws Exception {
    String users = Files.readString(Path.of("../pipelines/users.yaml"));
    for (int seed = 0; seed < 40; seed++) {
      for (SourceKind kind : SourceKind.draw(new Random(seed))) {
        String text =
            LyingDefinition.of(
                users,
                kind,
                Instant.parse("2026-01-31T12:00:00Z"),
                URI.create("http://127.0.0.1:8090/token"));
        Pipeline pipeline = Pipeline.parse(Path.of("lies.yaml"), text.getBytes(UTF_8));

        assertThat(pipeline.source().incremental().isPresent()).isEqualTo(kind.isIncremental());
        assertThat(pipeline.source().request().authentication().isPresent())
            .isEqualTo(kind.isSecured());
        assertThat(pipeline.event().fields()).hasSize(12);
      }
    }
  }
}
