package io.tributary.console.web;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.javalin.http.Context;
import java.util.Map;

/** Renders the templates of {@code src/main/jte}. Safe for several threads. */
public final class Pages {
  /** Where the build puts the compiled templates. */
  private static final String COMPILED = "io.tributary.console.page";

  private final TemplateEngine templates =
      TemplateEngine.createPrecompiled(null, ContentType.Html, null, COMPILED);
  private final PlatformNotices notices;

  public Pages(PlatformNotices notices) {
    this.notices = notices;
  }

  /**
   * Answers with a whole page.
   *
   * @param template such as {@code overview.jte}, whose parameters are {@code page} and {@code
   *     model}
   */
  public void show(Context request, String template, String title, Object model) {
    PageFrame frame =
        new PageFrame(title, Access.visitor(request), request.path(), notices.problem());
    request
        .contentType("text/html; charset=utf-8")
        .result(render(template, Map.of("page", frame, "model", model)));
  }

  /** A part of a page as HTML. */
  public String render(String template, Map<String, Object> parameters) {
    StringOutput html = new StringOutput();
    templates.render(template, parameters, html);
    return html.toString();
  }
}
