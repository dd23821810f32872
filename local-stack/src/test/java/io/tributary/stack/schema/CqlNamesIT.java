package io.tributary.stack.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.tributary.init.Replication;
import io.tributary.init.SchemaMigration;
import io.tributary.model.cql.TableCql;
import io.tributary.model.definition.Field;
import io.tributary.model.definition.InvalidDefinitionException;
import io.tributary.model.definition.Pipeline;
import io.tributary.runtime.cassandra.CassandraConnection;
import io.tributary.runtime.cassandra.CassandraSessions;
import io.tributary.stack.Stack;
import io.tributary.stack.TestFolder;
import io.tributary.stack.WithStack;
import io.tributary.stack.checkout.Checkout;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the names that a definition may use against the ones that Cassandra takes. */
@WithStack
class CqlNamesIT {
  private static final int WRITE_TIME = 1_000;

  private final Stack stack;
  private final Path folder = TestFolder.create("names");

  CqlNamesIT(Stack stack) {
    this.stack = stack;
  }

  @Test
  void reservedWords_areThoseOfCassandra() throws Exception {
    try (URLClassLoader cassandra = cassandra()) {
      List<String> refusedHere = new ArrayList<>();
      List<String> refusedThere = new ArrayList<>();
      var isReserved =
          cassandra
              .loadClass("org.apache.cassandra.cql3.ReservedKeywords")
              .getMethod("isReserved", String.class);
      for (String word : wordsOf(cassandra)) {
        if ((boolean) isReserved.invoke(null, word)) {
          refusedThere.add(word);
        }
        if (!isAccepted("shop", word, List.of("any"))) {
          refusedHere.add(word);
        }
      }
      assertThat(refusedHere).contains("order", "token").isEqualTo(refusedThere);
    }
  }

  /** Each word of the grammar, the reserved ones too, and each name as long as it may be. */
  @Test
  void names_workInEveryStatement_whenADefinitionMayHaveThem() throws Exception {
    String keyspace = "k".repeat(48);
    String table = "t".repeat(48);
    List<String> columns = new ArrayList<>();
    try (URLClassLoader cassandra = cassandra()) {
      for (String word : wordsOf(cassandra)) {
        if (isAccepted(keyspace, table, List.of(word))) {
          columns.add(word);
        }
      }
    }
    assertThat(columns)
        .contains("timestamp", "default", "writetime", "order", "token")
        .hasSizeGreaterThan(120);
    columns.addAll(List.of("userName", "ORDER", "C".repeat(128), "c".repeat(128)));
    Pipeline pipeline = Pipeline.load(definition(keyspace, table, columns));
    TableCql cql = new TableCql(pipeline);
    try (CqlSession session = open()) {
      new SchemaMigration(List.of(pipeline), Replication.parse("1")).apply(session);
      List<Field> fields = pipeline.event().fields();
      BoundStatement insert = session.prepare(cql.insert()).bind();
      for (int i = 0; i < fields.size(); i++) {
        insert = insert.setString(i, "of " + fields.get(i).name());
      }
      session.execute(insert.setLong(fields.size(), WRITE_TIME));
      Row row =
          Objects.requireNonNull(
              session.execute(session.prepare(cql.selectByKey()).bind("of id_of_all")).one());
      for (int i = 0; i < fields.size(); i++) {
        assertThat(row.getString(i)).isEqualTo("of " + fields.get(i).name());
      }
      for (int i = 0; i < cql.timedFields().size(); i++) {
        assertThat(row.getLong(fields.size() + i)).isEqualTo(WRITE_TIME);
      }
    }
  }

  /** All words of the grammar, as the lexer's tokens are called. */
  private static List<String> wordsOf(ClassLoader cassandra) throws Exception {
    return Stream.of(cassandra.loadClass("org.apache.cassandra.cql3.CqlLexer").getFields())
        .map(token -> token.getName())
        .filter(name -> name.startsWith("K_"))
        .map(name -> name.substring(2).toLowerCase(Locale.ROOT))
        .filter(name -> !name.contains("_"))
        .sorted()
        .toList();
  }

  /** What the server consists of, apart from the driver and the tests. */
  private static URLClassLoader cassandra() throws Exception {
    List<URL> jars = new ArrayList<>();
    for (Path jar : Checkout.current().classPath("local-stack/cassandra")) {
      jars.add(jar.toUri().toURL());
    }
    return new URLClassLoader(jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  private boolean isAccepted(String keyspace, String table, List<String> columns) throws Exception {
    try {
      Pipeline.load(definition(keyspace, table, columns));
      return true;
    } catch (InvalidDefinitionException refused) {
      return false;
    }
  }

  private Path definition(String keyspace, String table, List<String> columns) throws Exception {
    return Files.writeString(
        folder.resolve("names.yaml"),
        """
        name: names
        source: {url: "http://127.0.0.1:8000/", records: ""}
        event:
          key: id_of_all
          fields:
            - {name: id_of_all, type: text, from: /id, required: true}
            - {name: name_of_all, type: text, from: /name, required: true}
        %s
        topic: {name: names}
        table: {keyspace: %s, name: %s, indexes: [%s]}
        """
            .formatted(
                columns.stream()
                    .map("    - {name: %s, type: text, from: /x}"::formatted)
                    .collect(Collectors.joining("\n")),
                keyspace,
                table,
                columns.size() == 1
                    ? columns.get(0)
                    : "order, userName, " + columns.get(columns.size() - 1)));
  }

  private CqlSession open() throws Exception {
    return CassandraSessions.open(
        CassandraConnection.of(List.of(stack.contactPoints()), stack.dataCenter(), "", ""),
        Duration.ofSeconds(10),
        sentence -> {});
  }
}
