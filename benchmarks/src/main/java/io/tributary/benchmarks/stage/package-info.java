/** What is measured on: Kafka, Cassandra, tables, and records in topics. */
@NullMarked
package io.tributary.benchmarks.stage;

import org.jspecify.annotations.NullMarked;
