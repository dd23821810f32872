package io.tributary.model.definition;

import io.tributary.model.yaml.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** A definition that cannot be used, with all its problems. */
public final class InvalidDefinitionException extends Exception {

  private final transient List<Problem> problems;

  public InvalidDefinitionException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** At least one, in the order of the file. */
  public List<Problem> problems() {
    return problems;
  }
}
