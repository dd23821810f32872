package io.tributary.model.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.model.definition.Pipeline;
import io.tributary.model.refusal.Reason;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Source records that say that their row is to be deleted. */
class DeletionMappingTest {
  private static final String LOANS =
      """
      name: loans
      source: {url: "http://library.example/loans", records: ""}
      event:
        key: id
        hide: [/reader]
        delete-when: {at: /state/now, is: [returned, "0", true]}
        fields:
          - {name: id, type: int, from: /id, required: true}
          - {name: book, type: text, from: /book, required: true}
          - {name: branch, type: text, from: /branch, required: true}
          - {name: days, type: int, from: /days, on-error: null}
      topic: {name: loans}
      table: {keyspace: library, name: loans, key: [branch, id]}
      """;
  private static final String LOAN = "{\"id\":7,\"book\":\"Emma\",\"branch\":\"East\",%s}";

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "\"state\":{\"now\":\"returned\"} => true",
        "\"state\":{\"now\":\"r\\u0065turned\"} => true",
        "\"state\":{\"now\":true} => true",
        "\"state\":{\"now\":\"true\"} => true",
        "\"state\":{\"now\":0} => true",
        "\"state\":{\"now\":\"Returned\"} => false",
        "\"state\":{\"now\":\"\"} => false",
        "\"state\":{\"now\":false} => false",
        "\"state\":{\"now\":null} => false",
        "\"state\":{\"now\":[\"returned\"]} => false",
        "\"state\":\"returned\" => false",
        "\"state\":{} => false",
        "\"other\":true => false",
      })
  void map_deletes_whereTheRecordHasOneOfTheValues(String state, boolean deletes) throws Exception {
    MappedRecord.Event event = event(LOANS, LOAN.formatted(state));

    assertThat(text(event.value()))
        .isEqualTo(
            deletes
                ? "{\"id\":7,\"branch\":\"East\",\"_deleted\":true}"
                : "{\"id\":7,\"book\":\"Emma\",\"branch\":\"East\"}");
    assertThat(event.filled().deletes()).isEqualTo(deletes);
    assertThat(text(event.key())).isEqualTo("7");
  }

  @ParameterizedTest
  @CsvSource({
    "\"2026-01-05T10:00:00Z\",true",
    "1,true",
    "true,true",
    "{},true",
    "[],true",
    "null,false",
    "false,false",
    "0,false",
    "\"\",false",
    "\"false\",false",
    "\"0\",false"
  })
  void map_deletes_whereAnyValueDoes(String value, boolean deletes) throws Exception {
    String any = LOANS.replace("is: [returned, \"0\", true]", "is: any");

    MappedRecord.Event event =
        event(any, LOAN.formatted("\"state\":{\"now\":%s}".formatted(value)));

    assertThat(event.filled().deletes()).isEqualTo(deletes);
  }

  @Test
  void map_needsOnlyTheKey_ofARecordThatDeletes() throws Exception {
    MappedRecord.Event event =
        event(LOANS, "{\"state\":{\"now\":true},\"days\":\"many\",\"branch\":\"East\",\"id\":7}");

    assertThat(text(event.value())).isEqualTo("{\"id\":7,\"branch\":\"East\",\"_deleted\":true}");
    assertThat(event.filled().isReplaced(3)).isFalse();
    assertThat(event.filled().has(0)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "{\"state\":{\"now\":true},\"id\":7} => MISSING_FIELD branch",
        "{\"state\":{\"now\":true},\"branch\":\"East\"} => MISSING_FIELD id",
        "{\"state\":{\"now\":true},\"branch\":\"East\",\"id\":\"x\"} => WRONG_TYPE id",
        "{\"state\":{\"now\":true,\"now\":false},\"branch\":\"East\",\"id\":7} => MALFORMED_JSON null",
      })
  void map_rejectsADeletion_withoutItsWholeKey_andKeepsWhatSaysSo(String record, String refusal)
      throws Exception {
    MappedRecord.Rejected rejected =
        (MappedRecord.Rejected) mapper(LOANS).map(record.getBytes(UTF_8));

    assertThat(rejected.refusal().reason() + " " + rejected.refusal().field()).isEqualTo(refusal);
    assertThat(text(rejected.original())).isEqualTo(record);
  }

  /** Otherwise a page of deletions would look like one that comes again. */
  @Test
  void map_tellsTheDeletionOfARow_fromTheRow() throws Exception {
    SourceRecordMapper mapper = mapper(LOANS);
    MappedRecord.Event row =
        (MappedRecord.Event) mapper.map(LOAN.formatted("\"a\":1").getBytes(UTF_8));
    MappedRecord.Event deletion =
        (MappedRecord.Event) mapper.map(LOAN.formatted("\"state\":{\"now\":true}").getBytes(UTF_8));
    MappedRecord.Event again =
        (MappedRecord.Event)
            mapper.map(LOAN.formatted("\"state\":{\"now\":0},\"days\":4").getBytes(UTF_8));

    assertThat(deletion.filled().row()).isNotEqualTo(row.filled().row());
    assertThat(deletion.filled().row()).isEqualTo(again.filled().row());
  }

  @Test
  void map_movesTheCursor_overDeletions_whoseEventsDoNotHaveIt() throws Exception {
    String changes =
        """
        name: loans
        source:
          url: http://library.example/loans
          records: ""
          incremental: {field: version, start: 0, parameter: since}
        event:
          key: id
          delete-when: {at: /gone}
          fields:
            - {name: id, type: int, from: /id, required: true}
            - {name: version, type: bigint, from: /version, required: true}
            - {name: fetched, type: timestamp, from: fetch-time}
        topic: {name: loans}
        table: {keyspace: library, name: loans}
        """;
    PageMapper mapper = new PageMapper(pipeline(changes));

    MappedPage page =
        mapper.map(
            "[{\"id\":1,\"version\":5},{\"id\":2,\"version\":9,\"gone\":true},{\"id\":3,\"gone\":true}]"
                .getBytes(UTF_8),
            new Fetch(Instant.EPOCH, Map.of()));

    assertThat(page.signs().greatest()).hasValue(9);
    assertThat(page.records())
        .extracting(record -> text(((MappedRecord.Event) record).value()))
        .endsWith("{\"id\":2,\"_deleted\":true}", "{\"id\":3,\"_deleted\":true}");
    MappedRecord.Event first = (MappedRecord.Event) page.records().get(0);
    MappedRecord.Event deletion = (MappedRecord.Event) page.records().get(1);
    assertThat(first.lasting()).isNotEqualTo(first.value());
    assertThat(deletion.lasting()).asString(UTF_8).isEqualTo("\"id\":2\"_deleted\":true");
  }

  @Test
  void map_needsTheColumnOfCsv_thatSaysWhatIsDeleted() throws Exception {
    PageMapper mapper =
        new PageMapper(
            pipeline(
                LOANS.replace("records: \"\"", "format: csv").replace("/state/now", "/state")));

    List<MappedRecord> records =
        mapper
            .map(
                "id,book,branch,days,state\n7,Emma,East,,returned\n8,Emma,East,3,lent\n"
                    .getBytes(UTF_8))
            .records();

    assertThat(records)
        .extracting(record -> ((MappedRecord.Event) record).filled().deletes())
        .containsExactly(true, false);
    assertThatThrownBy(() -> mapper.map("id,book,branch,days\n7,Emma,East,\n".getBytes(UTF_8)))
        .isInstanceOf(MalformedPageException.class)
        .hasMessageContaining("no column 'state'");
  }

  @Test
  void map_writesRows_whereTheDefinitionKnowsNoDeletes() throws Exception {
    String plain = LOANS.replaceAll("(?m)^ *delete-when:.*\n", "");

    MappedRecord.Event event = event(plain, LOAN.formatted("\"state\":{\"now\":true}"));

    assertThat(text(event.value())).isEqualTo("{\"id\":7,\"book\":\"Emma\",\"branch\":\"East\"}");
  }

  @Test
  void map_rejectsARowAsBefore_thatIsNotDeleted() throws Exception {
    MappedRecord mapped = mapper(LOANS).map("{\"id\":7,\"branch\":\"East\"}".getBytes(UTF_8));

    assertThat(((MappedRecord.Rejected) mapped).refusal().reason()).isEqualTo(Reason.MISSING_FIELD);
  }

  private static MappedRecord.Event event(String definition, String record) throws Exception {
    return (MappedRecord.Event) mapper(definition).map(record.getBytes(UTF_8));
  }

  private static SourceRecordMapper mapper(String definition) throws Exception {
    return new SourceRecordMapper(pipeline(definition));
  }

  private static Pipeline pipeline(String definition) throws Exception {
    return Pipeline.parse(Path.of("loans.yaml"), definition.getBytes(UTF_8));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }
}
