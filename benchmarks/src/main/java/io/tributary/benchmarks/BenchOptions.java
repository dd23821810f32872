package io.tributary.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What is to be measured.
 *
 * @param full everything, or only what matters most
 * @param only measures by name; empty for all
 * @param variants of the sink; none means as many as the extent has
 * @param records of each round
 * @param rounds that count
 * @param folder for what is kept meanwhile
 * @param report where results are written, if they are
 */
record BenchOptions(
    boolean full,
    List<String> only,
    List<String> variants,
    int records,
    int rounds,
    Path folder,
    Optional<Path> report) {
  BenchOptions {
    only = List.copyOf(only);
    variants = List.copyOf(variants);
  }
}
