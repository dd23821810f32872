package io.tributary.simulator.item;

import io.tributary.simulator.content.Nationality;
import io.tributary.simulator.content.People;
import io.tributary.simulator.content.Population;
import io.tributary.simulator.content.Word;
import io.tributary.simulator.user.ByteText;
import io.tributary.simulator.user.Draws;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * A person as {@code /items} has it; the same for a number every time.
 *
 * @param flawed whether it has a text where its number belongs
 * @param height digits behind the metre
 * @param cents of the balance
 */
record Item(
    int number,
    boolean flawed,
    Nationality nation,
    Word first,
    Word last,
    LocalDate born,
    Instant joined,
    long height,
    long balance,
    long cents,
    long visits,
    boolean active) {

  /** What rows and columns have, in this order. */
  static final List<String> COLUMNS =
      List.of(
          "number",
          "full_name",
          "mail",
          "nation",
          "born",
          "joined",
          "height_m",
          "balance",
          "visits",
          "active");

  private static final List<Nationality> NATIONALITIES = List.of(Nationality.values());
  private static final int LAST_COLUMN = COLUMNS.size() - 1;

  static Item of(Population population, long series, int number, boolean flawed) {
    Draws draws = Draws.of(series, number);
    Nationality nationality = draws.of(NATIONALITIES);
    People people = population.of(nationality);
    Word first = draws.of(draws.coin() ? people.male() : people.female());
    Word last = draws.of(people.last());
    LocalDate born = LocalDate.of(1950, 1, 1).plusDays(draws.below(20_000));
    Instant joined =
        Instant.parse("2010-01-01T00:00:00Z")
            .plus(draws.between(0, 400_000_000L), ChronoUnit.SECONDS);
    return new Item(
        number,
        flawed,
        nationality,
        first,
        last,
        born,
        joined,
        draws.between(45, 99),
        draws.below(100_000),
        draws.below(100),
        draws.below(500),
        draws.coin());
  }

  /** Writes it as an object of JSON. */
  void json(ByteText out) {
    out.put("{\"number\":");
    cell(out, 0, "\"");
    out.put(",\"person\":{\"full_name\":");
    cell(out, 1, "\"");
    out.put(",\"mail\":");
    cell(out, 2, "\"");
    out.put(",\"nation\":");
    cell(out, 3, "\"");
    out.put('}');
    for (int column = 4; column <= LAST_COLUMN; column++) {
      out.put(",\"").put(COLUMNS.get(column)).put("\":");
      cell(out, column, "\"");
    }
    out.put('}');
  }

  /**
   * Writes the value of one column.
   *
   * @param quote around texts; empty for none
   */
  void cell(ByteText out, int column, String quote) {
    switch (column) {
      case 0 -> {
        if (flawed) {
          out.put(quote).put("none").put(quote);
        } else {
          out.putNumber(number, 1);
        }
      }
      case 1 -> out.put(quote).put(first.json()).put(' ').put(last.json()).put(quote);
      case 2 -> {
        out.put(quote).put(first.mail()).put('.').put(last.mail());
        out.putNumber(number, 1).put("@example.com").put(quote);
      }
      case 3 -> out.put(quote).put(nation.name()).put(quote);
      case 4 -> out.put(quote).put(born.toString()).put(quote);
      case 5 -> out.put(quote).put(joined.toString()).put(quote);
      case 6 -> out.put("1.").putNumber(height, 2);
      case 7 -> {
        out.put(quote).putNumber(balance, 1).put('.').putNumber(cents, 2).put(quote);
      }
      case 8 -> out.putNumber(visits, 1);
      default -> out.put(active ? "true" : "false");
    }
  }
}
