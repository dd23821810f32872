package io.tributary.drills.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.drills.truth.Outcome;
import io.tributary.drills.truth.Published;
import io.tributary.drills.truth.Truth;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.schema.EventSchema;
import io.tributary.model.schema.SchemaDifference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvolvedTruthTest {
  private static final long NEWER_FROM = 10;
  private static final long OLDER_FROM = 20;
  private static final String OLD = "old-run";
  private static final String NEW = "new-run";

  private final List<ConsumerRecord<byte[], byte[]>> published = new ArrayList<>();
  private boolean dropsPhone = true;

  private static String id(int number) {
    return String.format(Locale.ROOT, "0b3c8e86-9f6a-4b6a-8d3e-%012d", number);
  }

  private static RecordingSource.Served page(int first, boolean hasLastNames) {
    List<String> users = new ArrayList<>();
    for (int i = first; i < first + 10; i++) {
      users.add(
          """
          {"login":{"uuid":"%s"},"name":{"first":"Ada"%s},"phone":"1","nat":"FI","dob":{"age":7}}
          """
              .formatted(id(i), hasLastNames ? ",\"last\":\"B\"" : ""));
    }
    return new RecordingSource.Served("page=1", "{\"results\":[" + String.join(",", users) + "]}");
  }

  private void event(String run, int user, long offset) {
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>("users", 0, offset, id(user).getBytes(UTF_8), new byte[] {1});
    record.headers().add("run_id", run.getBytes(UTF_8));
    published.add(record);
  }

  /** Users 0 to 9 of the older run, and 10 to 19 of the newer one, read with each definition. */
  private void everybody() {
    for (int i = 0; i < 10; i++) {
      event(OLD, i, i < 3 ? i : i < 6 ? NEWER_FROM + i : OLDER_FROM + i);
      event(NEW, 10 + i, i < 3 ? 4 + i : i < 6 ? NEWER_FROM - 3 + i : OLDER_FROM + 10 + i);
    }
  }

  private Truth truth(boolean hasLastNames) throws Exception {
    EvolvedTruth evolved =
        new EvolvedTruth(dropsPhone, Map.of(0, NEWER_FROM), Map.of(0, OLDER_FROM));
    evolved.add(OLD, false, List.of(page(0, true)));
    evolved.add(NEW, true, List.of(page(10, hasLastNames)));
    Truth truth = new Truth();
    evolved.writeTo(truth, published);
    return truth;
  }

  private static Outcome at(Truth truth, long offset) {
    return truth.all().stream()
        .filter(one -> one.position().offset() == offset)
        .map(Published::outcome)
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, String> row(Truth truth, long offset) {
    return ((Outcome.Row) at(truth, offset)).values();
  }

  @Test
  void row_hasWhatItsWriterAndItsReaderKnow() throws Exception {
    everybody();

    Truth truth = truth(true);

    assertThat(row(truth, 0)).as("old, old").containsKey("phone").doesNotContainKey("age");
    assertThat(row(truth, 13)).as("old, new").doesNotContainKeys("phone", "age", "nationality");
    assertThat(row(truth, 29)).as("old, old again").containsKey("phone");
    assertThat(row(truth, 4)).as("new, old").doesNotContainKeys("phone", "age", "nationality");
    assertThat(row(truth, 10))
        .as("new, new")
        .containsEntry("age", "7")
        .containsEntry("nationality", "FI")
        .doesNotContainKey("phone");
    assertThat(row(truth, 39)).as("new, old again").doesNotContainKeys("age", "nationality");
  }

  @Test
  void phone_stays_whereTheChangeDoesNotDropIt() throws Exception {
    dropsPhone = false;
    everybody();

    assertThat(row(truth(true), 10)).containsKeys("phone", "age");
  }

  @Test
  void aMissingLastName_isALetter_onlyWhereTheOlderDefinitionReadsIt() throws Exception {
    everybody();

    Truth truth = truth(false);

    assertThat(at(truth, 4)).isEqualTo(new Outcome.Letter("MISSING_FIELD"));
    assertThat(row(truth, 10)).doesNotContainKey("last_name");
    assertThat(at(truth, 39)).isEqualTo(new Outcome.Letter("MISSING_FIELD"));
  }

  @Test
  void aUserThatIsNotInKafka_isOwedAllTheSame() throws Exception {
    everybody();
    published.removeIf(record -> record.offset() == 0);

    assertThat(truth(true).all())
        .extracting(one -> one.position().topic())
        .containsOnlyOnce("served-and-never-published");
  }

  @Test
  void account_isRefused_whenNobodyServedARecord() {
    refused(() -> event(OLD, 15, 50), "No run was served what old-run published as " + id(15));
    refused(() -> event("refused-run", 1, 51), "No run was served what refused-run");
  }

  @Test
  void account_isRefused_whenAKindIsMissing() {
    refused(
        () -> published.removeIf(record -> record.offset() >= OLDER_FROM + 10),
        "newer read by older again");
  }

  private void refused(Runnable change, String why) {
    published.clear();
    everybody();
    change.run();
    assertThatThrownBy(() -> truth(true)).hasMessageContaining(why);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 3, 4711, 12_345})
  void definition_changesAsItSays(long seed) throws Exception {
    EvolvingDefinition definition =
        EvolvingDefinition.of(
            Files.readString(Path.of("..", "pipelines", "users.yaml")), new Random(seed), 50);

    EventSchema before = schema(definition.before());
    EventSchema after = schema(definition.after());

    assertThat(SchemaDifference.problems("BACKWARD", List.of(before), after)).isEmpty();
    assertThat(SchemaDifference.problems("BACKWARD", List.of(after), before)).isNotEmpty();
    assertThat(SchemaDifference.problems("BACKWARD", List.of(before), schema(definition.refused())))
        .singleElement()
        .asString()
        .startsWith(EvolvingDefinition.REFUSED_COLUMN);
    assertThat(after.text()).contains("nationality");
    assertThat(after.text().contains("phone")).isNotEqualTo(definition.dropsPhone());
  }

  private static EventSchema schema(String definition) throws Exception {
    return EventSchema.of(Pipeline.parse(Path.of("users.yaml"), definition.getBytes(UTF_8)))
        .orElseThrow();
  }
}
