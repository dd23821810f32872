package io.tributary.console.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.model.definition.Pipeline;
import io.tributary.model.definition.Table;
import io.tributary.model.event.RecordPosition;
import java.net.URLEncoder;

/** Addresses of pages about a pipeline's data, with everything in them encoded. */
public final class Links {
  private Links() {}

  public static String run(Pipeline pipeline, String run) {
    return run(pipeline.name(), run);
  }

  /** The same by the pipeline's name. */
  public static String run(String pipeline, String run) {
    return "/pipelines/%s/runs/%s".formatted(segment(pipeline), segment(run));
  }

  /** The way of a record. */
  public static String record(Pipeline pipeline, RecordPosition position) {
    return "/record?pipeline=%s&position=%s"
        .formatted(segment(pipeline.name()), segment(position.toString()));
  }

  public static String deadLetters(Pipeline pipeline) {
    return "/pipelines/%s/dead-letters".formatted(segment(pipeline.name()));
  }

  public static String deadLetter(Pipeline pipeline, RecordPosition position) {
    return "%s/%s/%s/%s"
        .formatted(
            deadLetters(pipeline),
            segment(position.topic()),
            position.partition(),
            position.offset());
  }

  /** The schema of its events, and its versions. */
  public static String schema(Pipeline pipeline) {
    return "/pipelines/%s/schema".formatted(segment(pipeline.name()));
  }

  /**
   * The same, with the one that a record names.
   *
   * @param id by which the record names it
   */
  public static String schema(Pipeline pipeline, int id) {
    return "%s?id=%s".formatted(schema(pipeline), id);
  }

  public static String rows(Pipeline pipeline, Table table) {
    return "/pipelines/%s/rows?table=%s".formatted(segment(pipeline.name()), segment(table.name()));
  }

  /**
   * The row of a table whose key has one column.
   *
   * @param key that column's value
   */
  public static String row(Pipeline pipeline, Table table, String key) {
    return "%s&key=%s".formatted(rows(pipeline, table), segment(key));
  }

  /** A text as a part of a path, or as a value of a query. */
  public static String segment(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
