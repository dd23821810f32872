package io.tributary.model.definition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableReaderTest {
  private static final Path ROWS = Path.of("src/test/resources/pipelines/rows.yaml");

  /** The definition with this instead of its tables, without what is before the first bracket. */
  private static Pipeline with(String tables) throws Exception {
    String text = Files.readString(ROWS);
    String before = text.substring(0, text.indexOf("tables:"));
    return Pipeline.parse(ROWS, (before + tables).getBytes(UTF_8));
  }

  @Test
  void tables_haveKeysOrderColumnsTimeToLiveOptionsAndIndexes() throws Exception {
    Pipeline visits = Pipeline.load(ROWS);

    assertThat(visits.keyspace()).isEqualTo("web");
    assertThat(visits.mainTable().fullName()).isEqualTo("web.visits");
    assertThat(visits.mainTable().columns())
        .containsExactly("id", "country", "day", "seen", "page", "note");
    assertThat(visits.mainTable().ttl()).isEmpty();
    assertThat(visits.tables().get(1))
        .isEqualTo(
            new Table(
                "web",
                "visits_by_country",
                List.of("country", "day"),
                List.of(new Table.Clustering("seen", true), new Table.Clustering("id", false)),
                List.of("id", "country", "day", "seen", "page"),
                Optional.of(Duration.ofDays(30)),
                Map.of(
                    "comment",
                    new TableOption.Value("visits of a day, the latest first"),
                    "gc_grace_seconds",
                    new TableOption.Value("86400"),
                    "bloom_filter_fp_chance",
                    new TableOption.Value("0.01"),
                    "compaction",
                    new TableOption.Entries(
                        Map.of(
                            "class",
                            "TimeWindowCompactionStrategy",
                            "compaction_window_size",
                            "1"))),
                List.of(),
                List.of("page")));
  }

  @Test
  void table_aloneTakesTheSameKeys() throws Exception {
    Table table =
        with("table: {keyspace: web, name: v, partition-key: [id, day], clustering: [seen desc]}")
            .mainTable();

    assertThat(table.partitionKey()).containsExactly("id", "day");
    assertThat(table.key()).containsExactly("id", "day", "seen");
    assertThat(table.columns()).hasSize(6);
  }

  @Test
  void ttl_isFromASecondToTheLongestThatCassandraTakes() throws Exception {
    assertThat(with("table: {keyspace: web, name: v, ttl: 1s}").mainTable().ttl())
        .contains(Duration.ofSeconds(1));
    assertThat(with("table: {keyspace: web, name: v, ttl: 7300d}").mainTable().ttl())
        .contains(Duration.ofDays(7_300));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "partition-key: [country] => a table key without 'id', the event's key",
        "key: [id], partition-key: [id] => 'key' beside 'partition-key'",
        "key: [id], clustering: [day] => 'clustering' without 'partition-key'",
        "partition-key: [] => an empty list as 'partition-key'",
        "partition-key: [id, id] => 'id' again in 'partition-key'",
        "partition-key: [id, day], clustering: [day desc] => 'day' in 'clustering', which"
            + " 'partition-key' names too",
        "partition-key: [id], clustering: [day, day desc] => 'day' in 'clustering', which"
            + " 'clustering' names too",
        "partition-key: [id], clustering: [dai desc] => did you mean 'day'?",
        "partition-key: [id], clustering: [day down] => 'day down' in 'clustering'",
        "partition-key: [id, note] => the key column 'note' without required: true",
        "columns: [] => an empty list as 'columns'",
        "columns: [pages] => 'pages' in 'columns', expected the name of a field (did you mean"
            + " 'page'?)",
        "columns: [note] => no required field outside the key among the columns",
        "columns: [page], indexes: [note] => 'note' in 'indexes', which is no column of the table",
        "sai: [id] => 'id' in 'sai', expected no partition key",
        "indexes: [note], sai: [note] => 'note' in 'sai', which 'indexes' names too",
        "ttl: 500ms => '500ms', expected a time to live from 1s to 7300d",
        "ttl: 7301d => '7301d', expected a time to live from 1s to 7300d",
        "ttl: 0s => '0s', expected a duration",
        "options: {gc_grace_second: 1} => 'gc_grace_seconds' (did you mean it?)",
        "options: {default_time_to_live: 60} => expected 'ttl' of the table",
        "options: {compaction: LeveledCompactionStrategy} => no mapping as 'compaction'",
        "options: {comment: {a: b}} => a mapping as 'comment'",
      })
  void table_isRefused(String keys, String problem) {
    assertThatThrownBy(() -> with("table: {keyspace: web, name: v, %s}".formatted(keys)))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "tables: [] => 0 tables in 'tables', expected 1 to 16",
        "tables: {name: v} => a mapping as 'tables'",
        "tables: [{name: v}] => no 'keyspace' in a table",
        "tables: [{keyspace: web, name: v}, {name: v}] => a second table 'v'",
        "tables: [{keyspace: web, name: v}, {keyspace: app, name: w}] => 'app', another keyspace"
            + " than the first table's, expected 'web', or nothing",
        "tables: [{keyspace: web, name: v}, {name: w, key: [day]}] => a table key without 'id'",
        "{tables: [{keyspace: web, name: v}], table: {keyspace: web, name: w}} => 'table' beside"
            + " 'tables'",
      })
  void tables_areRefused(String tables, String problem) {
    String text =
        tables.startsWith("{")
            ? tables.substring(1, tables.length() - 1).replace("], ", "]\n")
            : tables;

    assertThatThrownBy(() -> with(text))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void definitionWithoutAnyTable_isRefused() {
    assertThatThrownBy(() -> with("")).hasMessageContaining("no 'table' in the definition");
  }

  /** A table of places with a field of each kind of type, and these keys of the table. */
  private static Pipeline places(String required, String keys) throws Exception {
    String definition =
        """
        name: places
        source: {url: "http://localhost/places", records: /items}
        event:
          key: id
          fields:
            - {name: id, type: int, from: /id, required: true}
            - {name: tags, type: set<text>, from: /tags, required: %s}
            - {name: links, type: frozen<list<text>>, from: /links, required: %s}
            - {name: phones, type: "map<text, text>", from: /phones}
            - {name: chunks, type: "map<text, blob>", from: /chunks}
            - {name: spot, type: "vector<float, 2>", from: /spot}
            - {name: picture, type: blob, from: /picture}
            - {name: rest, type: json, from: /rest}
            - {name: story, type: text, from: /story, max-length: 20000}
            - {name: opens, type: time, from: /opens}
        topic: {name: places}
        table: {keyspace: web, name: places, %s}
        """
            .formatted(required.equals("tags"), required.equals("links"), keys);
    return Pipeline.parse(Path.of("places.yaml"), definition.getBytes(UTF_8));
  }

  @Test
  void collectionOfSeveralCells_doesNotProveThatARowHasArrived() throws Exception {
    assertThat(places("links", "key: [id]").mainTable().key()).containsExactly("id");
    assertThatThrownBy(() -> places("tags", "key: [id]"))
        .hasMessageContaining("no required field outside the key");
  }

  @Test
  void index_canBeOnWhatCassandraFindsRowsBy() throws Exception {
    assertThat(places("links", "sai: [tags, phones, spot, opens]").mainTable().sai()).hasSize(4);
    assertThat(places("links", "indexes: [opens]").mainTable().indexes()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "indexes: [tags] => an index of the field 'tags' of type set<text>, expected a field with a"
            + " single value",
        "indexes: [links] => an index of the field 'links'",
        "indexes: [spot] => an index of the field 'spot'",
        "indexes: [picture] => an index of the field 'picture'",
        "indexes: [rest] => an index of the field 'rest'",
        "indexes: [story] => an index of a field with max-length 20,000, expected at most 16,383",
        "sai: [links] => an index of the field 'links' of type frozen<list<text>>, expected a field"
            + " that is not frozen",
        "sai: [chunks] => an index of the field 'chunks'",
        "sai: [picture] => an index of the field 'picture'",
        "sai: [rest] => an index of the field 'rest'",
        "sai: [story] => an index of a field with max-length 20,000, expected at most 16,383",
      })
  void index_isRefused_whereItWouldFindNothing(String keys, String problem) {
    assertThatThrownBy(() -> places("links", keys))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void partOfAPartitionKey_canBeIndexed() throws Exception {
    assertThat(
            with("table: {keyspace: web, name: v, partition-key: [id, day], sai: [day]}")
                .mainTable()
                .sai())
        .containsExactly("day");
  }
}
