package io.tributary.simulator;

import io.tributary.simulator.fault.Fault;
import java.util.EnumMap;
import java.util.Map;

/** Counts what is served. Safe for use by several threads. */
final class ServedCounter {
  private long requests;
  private long pages;
  private long records;
  private long flawed;
  private long limited;
  private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);

  synchronized void request() {
    requests++;
  }

  synchronized void page(int pageRecords, int flawedEvery) {
    pages++;
    records += pageRecords;
    flawed += flawedIn(pageRecords, flawedEvery);
  }

  /** The client went away before it had the page. */
  synchronized void takeBack(int pageRecords, int flawedEvery) {
    pages--;
    records -= pageRecords;
    flawed -= flawedIn(pageRecords, flawedEvery);
  }

  synchronized void limited() {
    limited++;
  }

  synchronized void fault(Fault fault) {
    faults.merge(fault, 1L, Long::sum);
  }

  synchronized Served served() {
    return new Served(requests, pages, records, flawed, limited, faults);
  }

  private static int flawedIn(int pageRecords, int flawedEvery) {
    return flawedEvery == 0 ? 0 : pageRecords / flawedEvery;
  }
}
