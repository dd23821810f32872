package io.tributary.consumer.sink;

import org.apache.spark.sql.connector.write.WriterCommitMessage;

/** What one task tells the driver after every row of it was acknowledged. */
record TaskCommit(WriteCounter written) implements WriterCommitMessage {}
