package io.tributary.runtime.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tributary.runtime.command.UsageException;
import io.tributary.runtime.config.Configuration;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CassandraAddressTest {
  @Test
  void from_takesEverything_fromTheSettings() throws Exception {
    CassandraAddress address =
        CassandraAddress.from(
            Configuration.read(
                Map.of(
                    "CASSANDRA_CONTACT_POINTS", "one:9043,two,[::1]:9044",
                    "CASSANDRA_DATACENTER", "dc1",
                    "CASSANDRA_USERNAME", "carrier",
                    "CASSANDRA_PASSWORD", "hidden-one"),
                CassandraAddress.SETTINGS));

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
  void at_refuses_whatIsNoAddress(String text) throws Exception {
    CassandraAddress address =
        CassandraAddress.from(Configuration.read(Map.of(), CassandraAddress.SETTINGS));

    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> address.at(List.of(text)))
        .withMessageContaining("expected host:port");
  }
}
