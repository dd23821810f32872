package io.tributary.drills.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CasesTest {
  private static final Path PAGE = Path.of("..", "docs", "guarantees.md");

  @Test
  void cases_haveNamesOfTheirOwn() {
    assertThat(Cases.all()).extracting(Case::name).doesNotHaveDuplicates();
  }

  @Test
  void everyCase_isInTheGuarantees() throws Exception {
    String page = Files.readString(PAGE);
    assertThat(Cases.all()).allSatisfy(one -> assertThat(page).contains("`" + one.name() + "`"));
  }
}
