package io.tributary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

/** The console of a demo in a browser, as a person uses it: needs no containers. */
final class ConsolePageIT {
  private static final Path FOLDER = Path.of("target", "console-demo").toAbsolutePath();
  private static final Path PICTURES = Path.of("target", "screenshots").toAbsolutePath();

  private @Nullable Browser browser;
  private @Nullable ConsoleDemo demo;

  @AfterEach
  void close() throws Exception {
    if (browser != null) {
      browser.shoot("console-last.png");
      browser.close();
    }
    if (demo != null) {
      demo.close();
    }
  }

  @Test
  void console_leadsFromTheOverviewToARow_andFromADeadLetterToAGreenRow() throws Exception {
    Browser page = Browser.open(PICTURES);
    browser = page;
    Files.createDirectories(FOLDER);
    ConsoleDemo shop = ConsoleDemo.start(Files.createTempDirectory(FOLDER, "demo-"));
    demo = shop;
    URI console = shop.console();

    page.visit(console);
    page.waitForText("up to date");
    page.waitForText("verified");
    assertThat(page.text())
        .contains("1 pipeline, none needs attention", "0 records")
        .doesNotContain("not verified");
    lookAtAllSizes(page, "overview");

    followARecord(page);
    findTheDeadLetter(page);
    shop.changeDefinition();
    replay(page, console, shop.operatorPassword());
    watch(page, console, shop);

    assertThat(page.complaints()).isEmpty();
  }

  private void followARecord(Browser page) throws IOException {
    page.click(By.linkText("orders"));
    page.waitForText("Topics and the consumer's position");
    lookAtAllSizes(page, "pipeline");
    page.click(By.linkText("Schema"));
    page.waitForText("As the definition has it now");
    lookAtAllSizes(page, "schema");
    page.click(By.linkText("orders"));
    page.waitForText("Topics and the consumer's position");
    page.click(By.linkText("Rows"));
    page.waitForText("39 rows");
    assertThat(page.text()).contains("•••••").doesNotContain("Customer");
    lookAtAllSizes(page, "rows");
    page.waitFor(By.name("key")).sendKeys(ConsoleDemo.key(3));
    page.click(By.xpath("//button[.='Find by key']"));
    page.waitForText("1 row");
    page.click(By.linkText("its way"));
    page.waitForText("Find a record");
    assertThat(page.text()).contains(ConsoleDemo.key(3), "orders-");
    lookAtAllSizes(page, "record");
  }

  private void findTheDeadLetter(Browser page) throws IOException {
    page.click(By.linkText("Overview"));
    page.click(By.linkText("orders"));
    page.click(By.linkText("Dead letters"));
    page.waitForText("country");
    lookAtAllSizes(page, "dead-letters");
    page.click(By.xpath("//table//a[contains(., '@')]"));
    page.waitForText("Why it is no row");
    lookAtAllSizes(page, "dead-letter");
  }

  private void replay(Browser page, URI console, String password) throws IOException {
    page.click(By.xpath("//main//a[.='Sign in']"));
    page.waitFor(By.name("name")).sendKeys("Ada");
    page.waitFor(By.name("password")).sendKeys(password);
    lookAtAllSizes(page, "sign-in");
    page.click(By.xpath("//button[.='Sign in']"));
    page.waitForText("Why it is no row");
    assertThat(page.text()).contains("Ada (operator)");
    page.click(By.xpath("//button[.='Replay']"));
    page.waitFor(By.cssSelector("#job .status.done"));
    lookAtAllSizes(page, "job");

    page.visit(console.resolve("/record?q=" + ConsoleDemo.REFUSED_KEY));
    page.waitForText("shop.orders");
    page.visit(console.resolve("/pipelines/orders/rows?key=" + ConsoleDemo.REFUSED_KEY));
    page.waitForText("1 row");
    assertThat(page.text()).contains("no").contains("Customer <b>7</b>");
    page.visit(console.resolve("/pipelines/orders/dead-letters?state=replayed"));
    page.waitForText("replayed");
    assertThat(page.text()).contains("1 dead letter, 0 of them open");
  }

  /** The page shows what goes on without being loaded again. */
  private static void watch(Browser page, URI console, ConsoleDemo shop) throws Exception {
    page.visit(console);
    page.waitForText("up to date");
    Process more = shop.publishMore();
    page.waitFor(By.cssSelector(".state.flowing, .state.catching-up"));
    assertThat(more.waitFor()).isEqualTo(0);
    page.waitFor(By.xpath("//dt[.='Records per second']/following-sibling::dd[contains(., ',')]"));
    keepPictureForTheReadme(page);
    page.waitForText("up to date");
  }

  /** At desktop and phone width, in light and dark: nothing is cut off, nothing is an obstacle. */
  private static void lookAtAllSizes(Browser page, String name) throws IOException {
    for (String scheme : List.of("light", "dark")) {
      page.prefer(scheme);
      for (int width : List.of(1280, 390)) {
        page.resize(width, 900);
        page.shoot("console-%s-%s-%s.png".formatted(name, scheme, width));
        assertThat(page.isTooWide()).as("%s at %s is too wide", name, width).isFalse();
        assertThat(page.obstacles()).as("%s at %s in %s", name, width, scheme).isEmpty();
      }
    }
    page.prefer("light");
    page.resize(1280, 900);
  }

  /** With {@code -Dtributary.docs=write} the picture in the README is brought up to date. */
  private static void keepPictureForTheReadme(Browser page) throws IOException {
    page.resize(1280, 640);
    Path picture = page.shoot("console-overview.png");
    if (System.getProperty("tributary.docs", "").equals("write")) {
      Path kept = Path.of("..", "docs", "images", "console-overview.png");
      Files.createDirectories(kept.getParent());
      Files.copy(picture, kept, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
