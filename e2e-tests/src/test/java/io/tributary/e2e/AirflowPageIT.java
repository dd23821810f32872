package io.tributary.e2e;

import static io.tributary.e2e.Platform.DAG;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** Airflow's page in a browser, as a person uses it. */
@Tag("containers")
@ExtendWith(PlatformExtension.class)
final class AirflowPageIT {
  private static final String RUN = "triggered_in_a_browser";

  private final Platform platform;
  private @Nullable Browser browser;

  AirflowPageIT(Platform platform) {
    this.platform = platform;
  }

  @BeforeEach
  void open() {
    browser = Browser.open(platform.artefacts());
  }

  @AfterEach
  void close() throws IOException {
    if (browser != null) {
      browser.shoot("airflow-last.png");
      browser.close();
    }
  }

  @Test
  void page_showsTheDagTriggersItWithTheFormAndTurnsGreen() throws IOException {
    Browser page = browser();
    page.visit(platform.airflow().page("/"));
    page.waitFor(By.name("username")).sendKeys(Airflow.USER);
    page.find(By.name("password")).sendKeys(Airflow.PASSWORD);
    page.find(By.cssSelector("input[type=submit]")).click();

    page.click(By.xpath("//a[@href='/dags']"));
    page.click(By.linkText(DAG));
    page.click(By.xpath("//button[@aria-label='Trigger Dag']"));
    WebElement records = page.waitFor(By.name("element_records"));
    assertThat(records.getDomProperty("value")).isEqualTo("1000");
    page.click(By.xpath("//button[contains(., 'Advanced Options')]"));
    page.waitFor(By.name("dagRunId")).sendKeys(RUN);
    page.shoot("airflow-form.png");
    page.click(By.xpath("//*[@role='dialog']//button[normalize-space()='Trigger']"));

    platform.airflow().awaitRun(DAG, RUN);
    platform.airflow().waitForState(DAG, RUN, "success", Duration.ofMinutes(5));
    page.visit(platform.airflow().page("/dags/" + DAG + "/runs/" + RUN));
    page.waitFor(By.xpath("//*[normalize-space(text())='Success']"));
    page.shoot("airflow-green.png");
  }

  private Browser browser() {
    return Objects.requireNonNull(browser);
  }
}
