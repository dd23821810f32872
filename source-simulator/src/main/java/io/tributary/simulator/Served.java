package io.tributary.simulator;

import io.tributary.simulator.fault.Fault;
import java.util.Map;

/**
 * What a simulator has answered since its start.
 *
 * @param requests for pages of records, whatever became of them
 * @param pages answered with status 200 and complete, without a fault or with fewer or no records
 * @param records in those pages
 * @param flawed how many of these records are flawed
 * @param limited requests refused by the rate limit
 * @param faults requests that had a fault, by fault
 */
public record Served(
    long requests, long pages, long records, long flawed, long limited, Map<Fault, Long> faults) {
  public Served {
    faults = Map.copyOf(faults);
  }
}
