package io.tributary.simulator.user;

import io.tributary.simulator.content.Nationality;
import java.util.List;
import java.util.Optional;

/**
 * Which users a page is made of: the same page has the same users, whenever it is asked for.
 *
 * @param number of the page, from 1
 * @param nationalities at least one, in the enum's order
 * @param gender that of all users, or none for both
 */
public record UserPage(
    ApiVersion version,
    String seed,
    int number,
    List<Nationality> nationalities,
    Optional<Gender> gender) {

  long series() {
    long series = Draws.series(Draws.series(0, version.number()), seed);
    for (Nationality nationality : nationalities) {
      series = Draws.series(series, nationality.name());
    }
    return Draws.series(series, number);
  }
}
