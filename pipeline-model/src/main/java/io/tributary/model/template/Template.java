package io.tributary.model.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with variables in braces. Other words in braces stay as they are. A variable's name in
 * double braces is that name in single ones.
 *
 * @param text as it is written
 * @param variables in the order of the text
 * @param literals what is before each variable, and behind the last one
 */
public record Template(String text, List<Variable> variables, List<String> literals) {
  private static final Pattern BRACES =
      Pattern.compile("\\{\\{([^{}]{1,100})\\}\\}|\\{([^{}]{1,100})\\}");

  public Template {
    variables = List.copyOf(variables);
    literals = List.copyOf(literals);
  }

  /** Every text is a template. */
  public static Template of(String text) {
    List<Variable> variables = new ArrayList<>();
    List<String> literals = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    Matcher braces = BRACES.matcher(text);
    int from = 0;
    while (braces.find()) {
      boolean isDouble = braces.group(1) != null;
      String word = isDouble ? braces.group(1) : braces.group(2);
      Optional<Variable> variable = Variable.named(word);
      literal.append(text, from, braces.start());
      from = braces.end();
      if (isDouble) {
        boolean isEscaped = variable.isPresent() || Variable.doubt(word).isPresent();
        literal.append(isEscaped ? "{" + word + "}" : braces.group());
      } else if (variable.isPresent()) {
        variables.add(variable.get());
        literals.add(literal.toString());
        literal.setLength(0);
      } else {
        literal.append(braces.group());
      }
    }
    literals.add(literal.append(text, from, text.length()).toString());
    return new Template(text, variables, literals);
  }

  /** Words in braces that may be meant as variables, and are none. */
  public static List<Variable.Doubt> doubts(String text) {
    List<Variable.Doubt> doubts = new ArrayList<>();
    Matcher braces = BRACES.matcher(text);
    while (braces.find()) {
      if (braces.group(2) != null) {
        Variable.doubt(braces.group(2)).ifPresent(doubts::add);
      }
    }
    return doubts;
  }

  public boolean hasVariables() {
    return !variables.isEmpty();
  }

  /** The only variable, where the text is nothing else. */
  public Optional<Variable> only() {
    return variables.size() == 1 && literals.stream().allMatch(String::isEmpty)
        ? Optional.of(variables.get(0))
        : Optional.empty();
  }

  /** The text with its variables replaced; none when one of them has no value. */
  public Optional<String> fill(Values values) {
    StringBuilder filled = new StringBuilder(literals.get(0));
    for (int i = 0; i < variables.size(); i++) {
      Optional<String> value = values.of(variables.get(i));
      if (value.isEmpty()) {
        return Optional.empty();
      }
      filled.append(value.get()).append(literals.get(i + 1));
    }
    return Optional.of(filled.toString());
  }

  /**
   * The text with its variables replaced, by nothing where one has no value.
   *
   * @param encode what becomes of each value
   */
  public String fill(Values values, UnaryOperator<String> encode) {
    StringBuilder filled = new StringBuilder(literals.get(0));
    for (int i = 0; i < variables.size(); i++) {
      filled.append(encode.apply(values.of(variables.get(i)).orElse("")));
      filled.append(literals.get(i + 1));
    }
    return filled.toString();
  }
}
