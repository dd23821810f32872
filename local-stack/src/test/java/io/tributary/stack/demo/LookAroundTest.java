package io.tributary.stack.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LookAroundTest {

  @Test
  void text_namesThePipeline_whenItIsTheUsersOwn() {
    assertThat(lookAround(Optional.of(Path.of("/home/me/my pipelines/shop's.yaml"))).text())
        .contains(
            "./tributary rows --pipeline '/home/me/my pipelines/shop'\\''s.yaml' --cassandra 127.0.0.1:9042",
            "./tributary dead-letters list --pipeline '/home/me/my pipelines/shop'\\''s.yaml' --cassandra 127.0.0.1:9042",
            "./tributary verify --receipt /data/receipts/r1.json --pipeline '/home/me/my pipelines/shop'\\''s.yaml' --kafka 127.0.0.1:9092 --cassandra 127.0.0.1:9042");
  }

  @Test
  void text_namesNoPipeline_whenItIsTheBundledOne() {
    assertThat(lookAround(Optional.empty()).text())
        .contains(
            "console    http://127.0.0.1:8088/   pages; operators sign in with 0a1b2c",
            "Cassandra  127.0.0.1:9042",
            "./tributary rows --cassandra 127.0.0.1:9042",
            "cqlsh 127.0.0.1 9042 -e \"SELECT * FROM shop.things LIMIT 5\"   (pip install cqlsh)")
        .doesNotContain("--pipeline");
  }

  @Test
  void text_quotesTheScript_whereItsFolderHasSpaces() {
    assertThat(lookAround("/home/me/my projects/tributary", Optional.empty()).text())
        .contains("  '/home/me/my projects/tributary' rows --cassandra 127.0.0.1:9042");
  }

  private static LookAround lookAround(Optional<Path> definition) {
    return lookAround("./tributary", definition);
  }

  private static LookAround lookAround(String frontDoor, Optional<Path> definition) {
    return new LookAround(
        frontDoor,
        definition,
        "127.0.0.1:9092",
        "127.0.0.1:9042",
        URI.create("http://127.0.0.1:8080/"),
        URI.create("http://127.0.0.1:8088/"),
        "0a1b2c",
        Path.of("/data/logs"),
        "things",
        "shop.things",
        Path.of("/data/receipts/r1.json"));
  }
}
