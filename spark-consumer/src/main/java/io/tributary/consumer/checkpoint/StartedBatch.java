package io.tributary.consumer.checkpoint;

import java.io.Serializable;

/**
 * A batch that may be half written, and is to be done as it was begun.
 *
 * @param number of the batch
 * @param definition the pipeline's definition that it was planned with, as its file had it
 */
public record StartedBatch(long number, String definition) implements Serializable {}
