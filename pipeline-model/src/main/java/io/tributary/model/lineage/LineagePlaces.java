package io.tributary.model.lineage;

/**
 * Where the jobs and datasets of a run are.
 *
 * @param namespace of the jobs
 * @param kafka the first broker that clients are told of, {@code host:port}
 * @param cassandra the first node that clients are told of, {@code host:port}
 * @param version of Tributary
 */
public record LineagePlaces(String namespace, String kafka, String cassandra, String version) {}
