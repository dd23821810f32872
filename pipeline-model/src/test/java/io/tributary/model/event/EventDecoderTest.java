package io.tributary.model.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.deadletter.Reason;
import io.tributary.model.deadletter.Refusal;
import io.tributary.model.definition.Pipeline;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventDecoderTest {
  private static final String ID = "15653f96-f1c3-420d-97d1-d62f71d463c2";

  private EventDecoder decoder;

  @BeforeEach
  void loadUsers() throws Exception {
    decoder = new EventDecoder(Pipeline.load(Path.of("../pipelines/users.yaml")));
  }

  @Test
  void decode_refusesWhatIsDeeplyNested() {
    String value = "{\"id\":\"%s\",\"x\":%s".formatted(ID, "[".repeat(10_000));

    assertThat(decoder.decode(ID.getBytes(UTF_8), value.getBytes(UTF_8)))
        .isEqualTo(
            new Decoded.Refused(
                new Refusal(Reason.MALFORMED_JSON, null, "the JSON nests deeper than 64 levels")));
  }
}
