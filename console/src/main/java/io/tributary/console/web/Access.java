package io.tributary.console.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import io.javalin.http.SameSite;
import io.tributary.runtime.time.Ticker;
import java.net.URI;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who may see and do what. People sign in with the password of their role and get a session in a
 * cookie; programs send the same secret as a bearer token. A form that changes something has to
 * bring its session's token. Safe for several threads.
 */
public final class Access implements Routes {
  /** Where people sign in. */
  public static final String SIGN_IN = "/sign-in";

  /** The field of a form that brings the session's token. */
  public static final String CSRF_FIELD = "_csrf";

  private static final String COOKIE = "tributary_session";
  private static final String VISITOR = "visitor";
  private static final String AUTHORIZATION = "Authorization";
  private static final String BEARER = "Bearer ";
  private static final int TOKEN_BYTES = 32;
  private static final int MOST_SESSIONS = 1_000;
  private static final int MOST_NAME = 60;
  private static final Duration SESSION = Duration.ofHours(12);
  private static final Duration PAUSE_AFTER_FAILURES = Duration.ofMinutes(1);
  private static final int MOST_FAILURES = 10;

  private record Session(Visitor visitor, long began) {}

  private final Optional<String> viewerPassword;
  private final Optional<String> operatorPassword;
  private final Pages pages;
  private final Ticker ticker;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();
  private int failures;
  private long failuresSince;

  /**
   * @param viewerPassword nothing lets everybody look
   * @param operatorPassword nothing makes the console read-only
   */
  public Access(
      Optional<String> viewerPassword,
      Optional<String> operatorPassword,
      Pages pages,
      Ticker ticker) {
    this.viewerPassword = viewerPassword;
    this.operatorPassword = operatorPassword;
    this.pages = pages;
    this.ticker = ticker;
  }

  /** What the page for signing in shows. */
  public record SignIn(Optional<String> problem, String next, boolean readOnly) {}

  /** Who asks, as {@link #admit} found. */
  public static Visitor visitor(Context request) {
    @Nullable Visitor known = request.attribute(VISITOR);
    return known == null ? Visitor.unknown(Role.ANYBODY) : known;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.beforeMatched(this::admit);
    routes.get(SIGN_IN, request -> showSignIn(request, Optional.empty()), Role.ANYBODY);
    routes.post(SIGN_IN, this::signIn, Role.ANYBODY);
    routes.post("/sign-out", this::signOut, Role.ANYBODY);
  }

  /** Finds out who asks, and refuses what they may not do. */
  private void admit(Context request) {
    Role wanted =
        request.routeRoles().stream()
            .filter(Role.class::isInstance)
            .map(Role.class::cast)
            .max(Comparator.naturalOrder())
            .orElse(Role.VIEWER);
    Visitor visitor = identify(request);
    request.attribute(VISITOR, visitor);
    if (!visitor.role().includes(wanted)) {
      refuse(request, visitor, wanted);
    }
    if (isChange(request) && !isSignIn(request)) {
      checkForm(request, visitor);
    }
  }

  private Visitor identify(Context request) {
    @Nullable String authorization = request.header(AUTHORIZATION);
    if (authorization != null && isToken(authorization)) {
      Role role =
          roleOf(authorization.substring(BEARER.length()))
              .orElseThrow(
                  () ->
                      new ProblemException(
                          401, "Unauthorized", "The token is none of this console's."));
      return new Visitor(role, role.name().toLowerCase(Locale.ROOT), "", false);
    }
    @Nullable String cookie = request.cookie(COOKIE);
    @Nullable Session session = cookie == null ? null : sessions.get(cookie);
    if (session != null && ticker.since(session.began()).compareTo(SESSION) < 0) {
      return session.visitor();
    }
    return Visitor.unknown(viewerPassword.isEmpty() ? Role.VIEWER : Role.ANYBODY);
  }

  private static boolean isToken(@Nullable String authorization) {
    // RFC 9110: the name of a scheme is the same in capitals
    return authorization != null
        && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
  }

  private Optional<Role> roleOf(String secret) {
    if (matches(operatorPassword, secret)) {
      return Optional.of(Role.OPERATOR);
    }
    return matches(viewerPassword, secret) ? Optional.of(Role.VIEWER) : Optional.empty();
  }

  private static boolean matches(Optional<String> wanted, String given) {
    return wanted
        .map(text -> MessageDigest.isEqual(text.getBytes(UTF_8), given.getBytes(UTF_8)))
        .orElse(false);
  }

  private void refuse(Context request, Visitor visitor, Role wanted) {
    if (wanted == Role.OPERATOR && operatorPassword.isEmpty()) {
      throw new ProblemException(
          403,
          "Read-only",
          "This console is read-only: set CONSOLE_OPERATOR_PASSWORD to allow operators to change something.");
    }
    if (visitor.signedIn() || isToken(request.header(AUTHORIZATION))) {
      // who that is, is known: another proof of the same would change nothing
      throw new ProblemException(
          403,
          "Operators only",
          "That needs an operator, and you are a viewer: sign in with the operators' password, or send it as the token.");
    }
    throw new ProblemException(
        401,
        "Sign in first",
        wanted == Role.OPERATOR
            ? "That needs an operator: sign in, or send the operator's token."
            : "Sign in, or send a token.");
  }

  private static boolean isChange(Context request) {
    HandlerType method = request.method();
    return !method.equals(HandlerType.GET) && !method.equals(HandlerType.HEAD);
  }

  private static boolean isSignIn(Context request) {
    return request.path().equals(SIGN_IN) && sameOrigin(request);
  }

  /** A token in a header is sent by a program on purpose; a cookie is sent by any page's form. */
  private static void checkForm(Context request, Visitor visitor) {
    if (request.header(AUTHORIZATION) != null) {
      return;
    }
    @Nullable String given = request.header("X-CSRF-Token");
    if (given == null
        && String.valueOf(request.contentType()).startsWith("application/x-www-form")) {
      given = request.formParam(CSRF_FIELD);
    }
    boolean right =
        given != null
            && !visitor.csrfToken().isEmpty()
            && MessageDigest.isEqual(given.getBytes(UTF_8), visitor.csrfToken().getBytes(UTF_8));
    if (!right || !sameOrigin(request)) {
      throw new ProblemException(
          403,
          "Not from this console",
          "The form is not from this session: reload the page, then try again.");
    }
  }

  private static boolean sameOrigin(Context request) {
    @Nullable String origin = request.header("Origin");
    if (origin == null) {
      return true;
    }
    try {
      return Objects.equals(URI.create(origin).getRawAuthority(), request.header("Host"));
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }

  private void showSignIn(Context request, Optional<String> problem) {
    pages.show(
        request,
        "sign-in.jte",
        "Sign in",
        new SignIn(problem, next(request), operatorPassword.isEmpty()));
  }

  private void signIn(Context request) {
    if (tooManyFailures()) {
      request.status(429);
      showSignIn(request, Optional.of("Too many wrong passwords: wait a minute, then try again."));
      return;
    }
    Optional<Role> role = roleOf(Objects.requireNonNullElse(request.formParam("password"), ""));
    if (role.isEmpty()) {
      countFailure();
      request.status(401);
      showSignIn(request, Optional.of("That is neither the viewers' nor the operators' password."));
      return;
    }
    String name = Objects.requireNonNullElse(request.formParam("name"), "").strip();
    begin(request, role.get(), name.isEmpty() ? role.get().name().toLowerCase(Locale.ROOT) : name);
    request.redirect(next(request), HttpStatus.SEE_OTHER);
  }

  private void begin(Context request, Role role, String name) {
    String token = token();
    sessions.values().removeIf(old -> ticker.since(old.began()).compareTo(SESSION) >= 0);
    if (sessions.size() >= MOST_SESSIONS) {
      sessions.entrySet().stream()
          .min(Comparator.comparingLong(entry -> entry.getValue().began()))
          .ifPresent(oldest -> sessions.remove(oldest.getKey()));
    }
    sessions.put(
        token,
        new Session(
            new Visitor(role, name.substring(0, Math.min(MOST_NAME, name.length())), token(), true),
            ticker.nanos()));
    Cookie cookie = new Cookie(COOKIE, token);
    cookie.setHttpOnly(true);
    cookie.setSameSite(SameSite.STRICT);
    cookie.setSecure(
        request.scheme().equals("https") || "https".equals(request.header("X-Forwarded-Proto")));
    request.cookie(cookie);
  }

  private void signOut(Context request) {
    @Nullable String cookie = request.cookie(COOKIE);
    if (cookie != null) {
      sessions.remove(cookie);
    }
    request.removeCookie(COOKIE);
    request.redirect("/", HttpStatus.SEE_OTHER);
  }

  /** Where to go on; only within the console. */
  private static String next(Context request) {
    String next =
        Objects.requireNonNullElse(
            request.queryParam("next"), Objects.requireNonNullElse(request.formParam("next"), "/"));
    boolean local = next.startsWith("/") && !next.startsWith("//") && !next.contains("\\");
    return local ? next : "/";
  }

  private String token() {
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private synchronized boolean tooManyFailures() {
    if (ticker.since(failuresSince).compareTo(PAUSE_AFTER_FAILURES) >= 0) {
      failures = 0;
    }
    return failures >= MOST_FAILURES;
  }

  private synchronized void countFailure() {
    if (failures == 0) {
      failuresSince = ticker.nanos();
    }
    failures++;
  }
}
