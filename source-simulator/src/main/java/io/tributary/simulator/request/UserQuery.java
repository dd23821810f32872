package io.tributary.simulator.request;

import io.tributary.simulator.content.Nationality;
import io.tributary.simulator.user.ApiVersion;
import io.tributary.simulator.user.Gender;
import io.tributary.simulator.user.Member;
import io.tributary.simulator.user.UserPage;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a client asks of the users' API. Nothing in it can be wrong: what is out of range or unknown
 * is replaced silently, as randomuser.me does.
 *
 * @param results how many users, 1 to 5000
 */
public record UserQuery(
    UserPage page, int results, Set<Member> members, boolean info, Optional<String> format) {
  private static final int MOST_RESULTS = 5000;
  private static final int LAST_PAGE = 10_000;

  /**
   * @param freshSeed gives the seed when the client names none
   */
  public static UserQuery of(
      ApiVersion version, Map<String, String> parameters, Supplier<String> freshSeed) {
    Optional<String> seed = given(parameters, "seed");
    UserPage page =
        new UserPage(
            version,
            seed.orElseGet(freshSeed),
            between(parameters, "page", LAST_PAGE),
            nationalities(given(parameters, "nat").orElse("")),
            seed.isPresent()
                ? Optional.empty()
                : given(parameters, "gender").flatMap(UserQuery::gender));
    return new UserQuery(
        page,
        between(parameters, "results", MOST_RESULTS),
        members(given(parameters, "inc"), given(parameters, "exc")),
        !parameters.containsKey("noinfo"),
        given(parameters, "format").or(() -> given(parameters, "fmt")));
  }

  private static Optional<String> given(Map<String, String> parameters, String name) {
    return Optional.ofNullable(parameters.get(name)).filter(text -> !text.isBlank());
  }

  /** A number from 1 to {@code most}; anything else counts as 1. */
  private static int between(Map<String, String> parameters, String name, int most) {
    String text = parameters.getOrDefault(name, "1").trim();
    if (!text.matches("\\d{1,9}")) {
      return 1;
    }
    int number = Integer.parseInt(text);
    return number < 1 || number > most ? 1 : number;
  }

  private static List<Nationality> nationalities(String text) {
    Set<String> asked =
        words(text).map(word -> word.toUpperCase(Locale.ROOT)).collect(Collectors.toSet());
    List<Nationality> all = List.of(Nationality.values());
    List<Nationality> known =
        all.stream().filter(nationality -> asked.contains(nationality.name())).toList();
    return known.isEmpty() ? all : known;
  }

  private static Optional<Gender> gender(String text) {
    return Arrays.stream(Gender.values())
        .filter(gender -> gender.name().equalsIgnoreCase(text.trim()))
        .findFirst();
  }

  private static Set<Member> members(Optional<String> included, Optional<String> excluded) {
    Set<Member> members = EnumSet.allOf(Member.class);
    included.map(UserQuery::named).ifPresent(members::retainAll);
    excluded.map(UserQuery::named).ifPresent(members::removeAll);
    return members;
  }

  private static Collection<Member> named(String text) {
    return words(text).flatMap(word -> Member.named(word).stream()).toList();
  }

  private static Stream<String> words(String text) {
    return Arrays.stream(text.split(",", -1)).map(String::trim).filter(word -> !word.isEmpty());
  }
}
