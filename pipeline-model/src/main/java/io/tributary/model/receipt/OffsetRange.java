package io.tributary.model.receipt;

/**
 * Where a run's records are in one partition. Records of other runs may stand between them: the
 * {@code run_id} header tells.
 *
 * @param first offset of the run's first record
 * @param last offset of the run's last record, inclusive
 * @param records how many records of the run are there, 1 or more
 */
public record OffsetRange(String topic, int partition, long first, long last, long records) {}
