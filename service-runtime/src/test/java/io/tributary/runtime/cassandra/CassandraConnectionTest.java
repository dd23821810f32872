package io.tributary.runtime.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tributary.runtime.command.UsageException;
import io.tributary.runtime.config.OptionGroup;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CassandraConnectionTest {
  @Test
  void connection_takesEverything_fromTheSettings() throws Exception {
    CassandraConnection address =
        OptionGroup.read(
                new CassandraOptions(),
                Map.of(
                    "CASSANDRA_CONTACT_POINTS", "one:9043,two,[::1]:9044",
                    "CASSANDRA_DATACENTER", "dc1",
                    "CASSANDRA_USERNAME", "carrier",
                    "CASSANDRA_PASSWORD", "hidden-one"))
            .connection();

    assertThat(address.contactPoints())
        .extracting(InetSocketAddress::getHostString, InetSocketAddress::getPort)
        .containsExactly(
            Tuple.tuple("one", 9043), Tuple.tuple("two", 9042), Tuple.tuple("::1", 9044));
    assertThat(address.hosts()).isEqualTo("one:9043,two:9042,[::1]:9044");
    assertThat(address.datacenter()).isEqualTo("dc1");
    assertThat(address.toString()).doesNotContain("hidden-one");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":9042", "host:", "host:0", "host:65536", "a:b", "::1", "a b:1"})
  void of_refuses_whatIsNoAddress(String text) {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> CassandraConnection.of(List.of(text), "dc1", "", ""))
        .withMessageContaining("expected host:port");
  }
}
