package io.tributary.model.cql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.definition.Pipeline;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TableCqlTest {
  private TableCql cql;

  @BeforeEach
  void loadUsers() throws Exception {
    cql = new TableCql(Pipeline.load(Path.of("../pipelines/users.yaml")));
  }

  @Test
  void createTable_namesEachFieldWithItsType() {
    assertThat(cql.createTable())
        .isEqualTo(
            """
            CREATE TABLE IF NOT EXISTS spark_streams.created_users (
              id uuid,
              first_name text,
              last_name text,
              gender text,
              address text,
              post_code text,
              email text,
              username text,
              dob timestamp,
              registered_date timestamp,
              phone text,
              picture text,
              PRIMARY KEY (id)
            )""");
  }

  @Test
  void statements_areAboutOneTable_withItsColumnsKeyOrderAndOptions() throws Exception {
    List<TableCql> tables =
        TableCql.ofAll(Pipeline.load(Path.of("src/test/resources/pipelines/rows.yaml")));
    TableCql byCountry = tables.get(1);

    assertThat(tables.get(0).createTable()).endsWith("  note text,\n  PRIMARY KEY (id)\n)");
    assertThat(byCountry.createTable())
        .isEqualTo(
            """
            CREATE TABLE IF NOT EXISTS web.visits_by_country (
              id uuid,
              country text,
              day date,
              seen timestamp,
              page text,
              PRIMARY KEY ((country, day), seen, id)
            ) WITH CLUSTERING ORDER BY (seen DESC, id ASC)
              AND bloom_filter_fp_chance = 0.01
              AND comment = 'visits of a day, the latest first'
              AND gc_grace_seconds = 86400
              AND compaction = {'class': 'TimeWindowCompactionStrategy', 'compaction_window_size': '1'}""");
    assertThat(byCountry.insert())
        .isEqualTo(
            "INSERT INTO web.visits_by_country (id, country, day, seen, page) VALUES (?, ?, ?, ?,"
                + " ?) USING TIMESTAMP ? AND TTL ?");
    assertThat(byCountry.selectByKey())
        .isEqualTo(
            "SELECT id, country, day, seen, page, WRITETIME(page) FROM web.visits_by_country WHERE"
                + " country = ? AND day = ? AND seen = ? AND id = ?");
    assertThat(byCountry.delete())
        .isEqualTo(
            "DELETE FROM web.visits_by_country WHERE country = ? AND day = ? AND seen = ? AND id ="
                + " ?");
    assertThat(byCountry.deleteUpTo())
        .isEqualTo(
            "DELETE FROM web.visits_by_country USING TIMESTAMP ? WHERE country = ? AND day = ? AND"
                + " seen = ? AND id = ?");
    assertThat(byCountry.createSai("page"))
        .isEqualTo(
            "CREATE INDEX IF NOT EXISTS visits_by_country_page_sai ON web.visits_by_country (page)"
                + " USING 'sai'");
  }

  @Test
  void statements_quoteNames_thatCqlDoesNotTakeWithout() throws Exception {
    String definition =
        """
        name: people
        source: {url: "http://localhost/people", records: /items}
        event:
          key: userName
          fields:
            - {name: userName, type: text, from: /name, required: true}
            - {name: order, type: int, from: /order, required: true}
            - {name: Town, type: text, from: /town, required: true}
        topic: {name: people}
        table:
          keyspace: app
          name: people
          partition-key: [order]
          clustering: [userName desc]
          indexes: [userName]
          sai: [Town]
        """;
    TableCql people = new TableCql(Pipeline.parse(Path.of("p.yaml"), definition.getBytes(UTF_8)));

    assertThat(people.createTable())
        .isEqualTo(
            """
            CREATE TABLE IF NOT EXISTS app.people (
              "userName" text,
              "order" int,
              "Town" text,
              PRIMARY KEY ("order", "userName")
            ) WITH CLUSTERING ORDER BY ("userName" DESC)""");
    assertThat(people.addColumn(people.fields().get(2)))
        .isEqualTo("ALTER TABLE app.people ADD IF NOT EXISTS \"Town\" text");
    assertThat(people.createIndex("userName"))
        .isEqualTo(
            "CREATE INDEX IF NOT EXISTS \"people_userName_idx\" ON app.people (\"userName\")");
    assertThat(people.createSai("Town"))
        .isEqualTo(
            "CREATE INDEX IF NOT EXISTS \"people_Town_sai\" ON app.people (\"Town\") USING 'sai'");
    assertThat(people.insert())
        .isEqualTo(
            "INSERT INTO app.people (\"userName\", \"order\", \"Town\") VALUES (?, ?, ?) USING"
                + " TIMESTAMP ?");
    assertThat(people.selectByKey())
        .isEqualTo(
            "SELECT \"userName\", \"order\", \"Town\", WRITETIME(\"Town\") FROM app.people WHERE"
                + " \"order\" = ? AND \"userName\" = ?");
    assertThat(people.selectKeys()).isEqualTo("SELECT \"order\" FROM app.people");
    assertThat(people.deleteUpTo())
        .isEqualTo(
            "DELETE FROM app.people USING TIMESTAMP ? WHERE \"order\" = ? AND \"userName\" = ?");
  }

  @Test
  void selectByKey_readsNoWriteTime_ofACollectionOfSeveralCells() throws Exception {
    TableCql stations =
        new TableCql(Pipeline.load(Path.of("src/test/resources/pipelines/stations.yaml")));

    assertThat(stations.selectByKey())
        .contains("WRITETIME(names)", "WRITETIME(numbers)", "WRITETIME(limits)", "WRITETIME(place)")
        .doesNotContain("WRITETIME(words)")
        .doesNotContain("WRITETIME(labels)");
  }

  @Test
  void insert_hasAMarkerForEachFieldAndForTheTime() {
    assertThat(cql.insert())
        .isEqualTo(
            "INSERT INTO spark_streams.created_users (id, first_name, last_name, gender, address,"
                + " post_code, email, username, dob, registered_date, phone, picture) VALUES (?, ?,"
                + " ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ?");
  }

  @Test
  void selectByKey_readsValuesAndTheirWriteTimes() {
    assertThat(cql.selectByKey())
        .startsWith("SELECT id, first_name,")
        .contains("picture, WRITETIME(first_name), WRITETIME(last_name)")
        .doesNotContain("WRITETIME(id)")
        .endsWith(" FROM spark_streams.created_users WHERE id = ?");
  }

  @Test
  void createKeyspace_quotesTheReplication() {
    Map<String, String> replication = new LinkedHashMap<>();
    replication.put("class", "NetworkTopologyStrategy");
    replication.put("dc'1", "3");

    assertThat(new KeyspaceCql("spark_streams").createKeyspace(replication))
        .isEqualTo(
            "CREATE KEYSPACE IF NOT EXISTS spark_streams WITH replication = {'class':"
                + " 'NetworkTopologyStrategy', 'dc''1': '3'} AND durable_writes = true");
  }
}
