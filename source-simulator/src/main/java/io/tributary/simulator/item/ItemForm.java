package io.tributary.simulator.item;

import io.tributary.simulator.user.ByteText;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a page of items is written. */
enum ItemForm {
  /** A list of objects. */
  OBJECTS("application/json; charset=utf-8"),
  /** A list of arrays of values. */
  ROWS("application/json; charset=utf-8"),
  /** A list of values for each column. */
  COLUMNS("application/json; charset=utf-8"),
  /** A member for each item. */
  MAP("application/json; charset=utf-8"),
  /** A list of nations; each has a list of items. */
  NESTED("application/json; charset=utf-8"),
  /** An object a line. */
  NDJSON("application/x-ndjson"),
  CSV("text/csv; charset=utf-8"),
  XML("application/xml");

  private final String contentType;

  ItemForm(String contentType) {
    this.contentType = contentType;
  }

  static Optional<ItemForm> named(String name) {
    return Arrays.stream(values()).filter(form -> form.word().equals(name)).findFirst();
  }

  static String words() {
    return Arrays.stream(values()).map(ItemForm::word).collect(Collectors.joining(", "));
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  String contentType() {
    return contentType;
  }

  /** Whether an answer has nothing but items. */
  boolean isLines() {
    return this == NDJSON || this == CSV;
  }

  /** Writes the items alone, without what is around them. */
  void write(ByteText out, List<Item> items) {
    switch (this) {
      case OBJECTS -> list(out, items);
      case ROWS -> rows(out, items);
      case COLUMNS -> columns(out, items);
      case MAP -> map(out, items);
      case NESTED -> nested(out, items);
      case NDJSON ->
          items.forEach(
              item -> {
                item.json(out);
                out.put('\n');
              });
      case CSV -> csv(out, items);
      case XML -> items.forEach(item -> xml(out, item));
    }
  }

  private static void list(ByteText out, List<Item> items) {
    out.put('[');
    for (int i = 0; i < items.size(); i++) {
      out.put(i == 0 ? "" : ",");
      items.get(i).json(out);
    }
    out.put(']');
  }

  private static void rows(ByteText out, List<Item> items) {
    out.put('[');
    for (int i = 0; i < items.size(); i++) {
      out.put(i == 0 ? "[" : ",[");
      for (int column = 0; column < Item.COLUMNS.size(); column++) {
        out.put(column == 0 ? "" : ",");
        items.get(i).cell(out, column, "\"");
      }
      out.put(']');
    }
    out.put(']');
  }

  private static void columns(ByteText out, List<Item> items) {
    out.put('{');
    for (int column = 0; column < Item.COLUMNS.size(); column++) {
      out.put(column == 0 ? "\"" : ",\"").put(Item.COLUMNS.get(column)).put("\":[");
      for (int i = 0; i < items.size(); i++) {
        out.put(i == 0 ? "" : ",");
        items.get(i).cell(out, column, "\"");
      }
      out.put(']');
    }
    out.put('}');
  }

  private static void map(ByteText out, List<Item> items) {
    out.put('{');
    for (int i = 0; i < items.size(); i++) {
      out.put(i == 0 ? "\"" : ",\"").put("item-").putNumber(items.get(i).number(), 1).put("\":");
      items.get(i).json(out);
    }
    out.put('}');
  }

  /** One item in a list each, so that paging counts as many. */
  private static void nested(ByteText out, List<Item> items) {
    out.put('[');
    for (int i = 0; i < items.size(); i++) {
      out.put(i == 0 ? "" : ",").put("{\"group\":").putNumber(items.get(i).number(), 1);
      out.put(",\"members\":[");
      items.get(i).json(out);
      out.put("]}");
    }
    out.put(']');
  }

  private static void csv(ByteText out, List<Item> items) {
    out.put(String.join(",", Item.COLUMNS)).put("\r\n");
    for (Item item : items) {
      for (int column = 0; column < Item.COLUMNS.size(); column++) {
        out.put(column == 0 ? "" : ",");
        item.cell(out, column, column == 1 ? "\"" : "");
      }
      out.put("\r\n");
    }
  }

  private static void xml(ByteText out, Item item) {
    out.put("<item number=\"");
    item.cell(out, 0, "");
    out.put("\">");
    for (int column = 1; column < Item.COLUMNS.size(); column++) {
      String name = Item.COLUMNS.get(column);
      out.put('<').put(name).put('>');
      item.cell(out, column, "");
      out.put("</").put(name).put('>');
    }
    out.put("</item>");
  }
}
