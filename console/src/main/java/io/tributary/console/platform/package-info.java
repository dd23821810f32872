/**
 * What the console asks: Kafka, Cassandra, the consumer, Airflow. Each answers in time or is not
 * known.
 */
@NullMarked
package io.tributary.console.platform;

import org.jspecify.annotations.NullMarked;
