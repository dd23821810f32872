package io.tributary.simulator.user;

import io.tributary.simulator.content.People;
import io.tributary.simulator.content.Population;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes users as JSON straight into bytes, without a tree of objects in between: a page of 5000
 * takes some milliseconds. Safe for use by several threads.
 */
public final class UserWriter {
  private static final List<Flaw> FLAWS = List.of(Flaw.values());

  private final Population population;
  private final Credentials credentials = new Credentials();

  public UserWriter(Population population) {
    this.population = population;
  }

  /**
   * Writes the first {@code users} users of {@code page}, separated by commas.
   *
   * @param today what ages are counted to
   * @param flawed every how many users one is flawed; 0 for none
   */
  public void write(
      ByteText out, UserPage page, int users, Set<Member> members, LocalDate today, int flawed) {
    long series = page.series();
    People[] peoples = page.nationalities().stream().map(population::of).toArray(People[]::new);
    for (int index = 0; index < users; index++) {
      if (index > 0) {
        out.put(',');
      }
      Draws draws = Draws.of(series, index);
      People people = peoples[draws.below(peoples.length)];
      new UserText(out, page, people, draws, credentials, today, flaw(index, flawed))
          .write(members);
    }
  }

  // by the place in the page, so that a page that is fetched again has the same flaws
  private static @Nullable Flaw flaw(int index, int flawed) {
    boolean sound = flawed == 0 || (index + 1) % flawed != 0;
    return sound ? null : FLAWS.get((index + 1) / flawed % FLAWS.size());
  }
}
