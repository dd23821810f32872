package io.tributary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.ElementClickInterceptedException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A headless Chromium, used as a person uses one. */
final class Browser implements AutoCloseable {
  private static final List<Path> BROWSERS =
      List.of(Path.of("/usr/bin/chromium"), Path.of("/usr/bin/google-chrome"));
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final boolean MUST_RUN = "yes".equals(System.getenv("TRIBUTARY_CONTAINERS"));
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ChromeDriver driver;
  private final Path pictures;

  private Browser(ChromeDriver driver, Path pictures) {
    this.driver = driver;
    this.pictures = pictures;
  }

  /**
   * Opens one, or skips the test where none is installed.
   *
   * @param pictures folder of its screenshots
   */
  static Browser open(Path pictures) {
    Optional<Path> installed = BROWSERS.stream().filter(Files::isExecutable).findFirst();
    assumeThat((installed.isPresent() && Files.isExecutable(DRIVER)) || MUST_RUN)
        .as("Chromium and chromedriver are installed")
        .isTrue();
    ChromeOptions options = new ChromeOptions();
    options.setBinary(installed.orElseThrow().toFile());
    options.addArguments(
        "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1400,1000");
    return new Browser(
        new ChromeDriver(
            new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .usingAnyFreePort()
                .build(),
            options),
        pictures);
  }

  void visit(URI page) {
    driver.get(page.toString());
  }

  /** The page redraws itself while it loads: an element may be gone before it is clicked. */
  void click(By element) {
    waiting()
        .ignoring(StaleElementReferenceException.class, ElementClickInterceptedException.class)
        .until(
            page -> {
              WebElement found = ExpectedConditions.elementToBeClickable(element).apply(page);
              if (found == null) {
                return false;
              }
              found.click();
              return true;
            });
  }

  WebElement waitFor(By element) {
    return waiting().until(ExpectedConditions.elementToBeClickable(element));
  }

  /** Waits until the page says this somewhere. */
  void waitForText(String text) {
    waiting().ignoring(StaleElementReferenceException.class).until(page -> text().contains(text));
  }

  /** What a person reads on the page. */
  String text() {
    return Objects.requireNonNull(driver.findElement(By.tagName("body")).getText());
  }

  WebElement find(By element) {
    return driver.findElement(element);
  }

  private WebDriverWait waiting() {
    return new WebDriverWait(driver, PATIENCE);
  }

  /** Sees the page as on such a screen from now on. */
  void resize(int width, int height) {
    driver.manage().window().setSize(new Dimension(width, height));
  }

  /** Prefers light or dark from now on, at once: pictures show no colour on its way to another. */
  void prefer(String colorScheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(
                Map.of("name", "prefers-color-scheme", "value", colorScheme),
                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
  }

  /** Whether the page is wider than the screen, so that a person has to scroll sideways. */
  boolean isTooWide() {
    return Boolean.TRUE.equals(
        driver.executeScript(
            "return document.documentElement.scrollWidth > document.documentElement.clientWidth"));
  }

  /** What axe-core finds to be a serious or critical obstacle to people with disabilities. */
  List<?> obstacles() throws IOException {
    try (InputStream axe =
        Objects.requireNonNull(Browser.class.getResourceAsStream("/axe.min.js"), "axe-core")) {
      driver.executeScript(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
    }
    Object found =
        driver.executeAsyncScript(
            """
            const done = arguments[arguments.length - 1];
            axe.run().then(result => done(result.violations
                .filter(one => ['serious', 'critical'].includes(one.impact))
                .map(one => one.id + ' ' + one.nodes[0].html)));
            """);
    assertThat(found).isInstanceOf(List.class);
    return (List<?>) Objects.requireNonNull(found);
  }

  /** What the browser complained of since this was last asked: blocked scripts, broken links. */
  List<String> complaints() {
    return driver.manage().logs().get("browser").getAll().stream().map(Object::toString).toList();
  }

  Path shoot(String name) throws IOException {
    return Files.copy(
        driver.getScreenshotAs(OutputType.FILE).toPath(),
        Files.createDirectories(pictures).resolve(name),
        StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void close() {
    driver.quit();
  }
}
