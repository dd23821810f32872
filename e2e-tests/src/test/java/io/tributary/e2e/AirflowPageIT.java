package io.tributary.e2e;

import static io.tributary.e2e.Platform.DAG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;
import org.openqa.selenium.ElementClickInterceptedException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** Airflow's page in a browser, as a person uses it. */
@Tag("containers")
@ExtendWith(PlatformExtension.class)
final class AirflowPageIT {
  private static final List<Path> BROWSERS =
      List.of(Path.of("/usr/bin/chromium"), Path.of("/usr/bin/google-chrome"));
  private static final boolean MUST_RUN = "yes".equals(System.getenv("TRIBUTARY_CONTAINERS"));
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String RUN = "triggered_in_a_browser";
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

  private final Platform platform;
  private @Nullable ChromeDriver browser;

  AirflowPageIT(Platform platform) {
    this.platform = platform;
  }

  @BeforeEach
  void open() {
    Optional<Path> installed = BROWSERS.stream().filter(Files::isExecutable).findFirst();
    assumeThat((installed.isPresent() && Files.isExecutable(DRIVER)) || MUST_RUN)
        .as("Chromium and chromedriver are installed")
        .isTrue();
    ChromeOptions options = new ChromeOptions();
    options.setBinary(installed.orElseThrow().toFile());
    options.addArguments(
        "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1400,1000");
    browser =
        new ChromeDriver(
            new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .usingAnyFreePort()
                .build(),
            options);
  }

  @AfterEach
  void close() throws IOException {
    if (browser != null) {
      shoot(browser, "airflow-last.png");
      browser.quit();
    }
  }

  @Test
  void page_showsTheDagTriggersItWithTheFormAndTurnsGreen() throws IOException {
    ChromeDriver page = browser();
    page.get(platform.airflow().page("/").toString());
    waitFor(By.name("username")).sendKeys(Airflow.USER);
    page.findElement(By.name("password")).sendKeys(Airflow.PASSWORD);
    page.findElement(By.cssSelector("input[type=submit]")).click();

    click(By.xpath("//a[@href='/dags']"));
    click(By.linkText(DAG));
    click(By.xpath("//button[@aria-label='Trigger Dag']"));
    WebElement records = waitFor(By.name("element_records"));
    assertThat(records.getDomProperty("value")).isEqualTo("1000");
    click(By.xpath("//button[contains(., 'Advanced Options')]"));
    waitFor(By.name("dagRunId")).sendKeys(RUN);
    shoot(page, "airflow-form.png");
    click(By.xpath("//*[@role='dialog']//button[normalize-space()='Trigger']"));

    platform.airflow().awaitRun(DAG, RUN);
    platform.airflow().waitForState(DAG, RUN, "success", Duration.ofMinutes(5));
    page.get(platform.airflow().page("/dags/" + DAG + "/runs/" + RUN).toString());
    waitFor(By.xpath("//*[normalize-space(text())='Success']"));
    shoot(page, "airflow-green.png");
  }

  private void shoot(ChromeDriver page, String name) throws IOException {
    Files.copy(
        page.getScreenshotAs(OutputType.FILE).toPath(),
        platform.artefacts().resolve(name),
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** The page redraws itself while it loads: an element may be gone before it is clicked. */
  private void click(By element) {
    new WebDriverWait(browser(), PATIENCE)
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

  private WebElement waitFor(By element) {
    return new WebDriverWait(browser(), PATIENCE)
        .until(ExpectedConditions.elementToBeClickable(element));
  }

  private ChromeDriver browser() {
    return java.util.Objects.requireNonNull(browser);
  }
}
