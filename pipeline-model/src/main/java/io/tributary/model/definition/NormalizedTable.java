package io.tributary.model.definition;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A table of a definition as JSON. */
final class NormalizedTable {
  private NormalizedTable() {}

  static void write(ObjectNode node, Table table) {
    node.put("keyspace", table.keyspace()).put("name", table.name());
    boolean isShort =
        table.partitionKey().size() == 1
            && table.clustering().stream().noneMatch(Table.Clustering::descending);
    if (isShort) {
      texts(node.putArray("key"), table.key());
    } else {
      texts(node.putArray("partition-key"), table.partitionKey());
      texts(
          node.putArray("clustering"),
          table.clustering().stream()
              .map(column -> column.name() + (column.descending() ? " desc" : " asc"))
              .toList());
    }
    texts(node.putArray("columns"), table.columns());
    table.ttl().ifPresent(ttl -> node.put("ttl", NormalizedJson.duration(ttl)));
    ObjectNode options = node.putObject("options");
    table.options().forEach((name, option) -> write(options, name, option));
    texts(node.putArray("indexes"), table.indexes());
    texts(node.putArray("sai"), table.sai());
  }

  private static void write(ObjectNode options, String name, TableOption option) {
    if (option instanceof TableOption.Value value) {
      options.put(name, value.text());
    } else if (option instanceof TableOption.Entries entries) {
      ObjectNode node = options.putObject(name);
      entries.entries().forEach(node::put);
    }
  }

  private static void texts(ArrayNode node, List<String> texts) {
    texts.forEach(node::add);
  }
}
