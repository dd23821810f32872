package io.tributary.init;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IndexTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "buyer, ``, buyer, false",
        "\"userName\", ``, userName, false",
        "buyer, sai, buyer, true",
        "buyer, StorageAttachedIndex, buyer, true",
        "\"userName\", org.apache.cassandra.index.sai.StorageAttachedIndex, userName, true",
        "values(tags), sai, tags, true",
        "values(\"userTags\"), StorageAttachedIndex, userTags, true",
        "keys(phones), sai, keys(phones), true",
        "buyer, org.apache.cassandra.index.sasi.SASIIndex, buyer, false",
      })
  void of_readsWhatCassandraShows(
      String target, String implementation, String column, boolean storageAttached) {
    assertThat(Index.of(target, implementation)).isEqualTo(new Index(column, storageAttached));
  }
}
