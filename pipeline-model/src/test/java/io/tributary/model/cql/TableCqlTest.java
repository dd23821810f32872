package io.tributary.model.cql;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.definition.Pipeline;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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
