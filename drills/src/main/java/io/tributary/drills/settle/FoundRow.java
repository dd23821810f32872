package io.tributary.drills.settle;

import java.util.Map;
import java.util.Set;

/**
 * A row of the table.
 *
 * @param key the text of its key
 * @param values column and text of every value that is not null, the key's own among them
 * @param times the different write times of its values, in microseconds
 */
public record FoundRow(String key, Map<String, String> values, Set<Long> times) {}
