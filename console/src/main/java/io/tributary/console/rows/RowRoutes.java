package io.tributary.console.rows;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tributary.console.mask.Masks;
import io.tributary.console.platform.Answer;
import io.tributary.console.platform.Definitions;
import io.tributary.console.web.Access;
import io.tributary.console.web.JsonAnswer;
import io.tributary.console.web.Pages;
import io.tributary.console.web.Parameters;
import io.tributary.console.web.Role;
import io.tributary.console.web.Routes;
import io.tributary.model.definition.Field;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.definition.Table;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rows of a pipeline's tables: a page for people, JSON and CSV. */
public final class RowRoutes implements Routes {
  private static final String PAGE = "/pipelines/{pipeline}/rows";
  private static final String API = "/api/v1/pipelines/{pipeline}/rows";

  private final Definitions definitions;
  private final Rows rows;
  private final Pages pages;
  private final Cursors cursors = new Cursors();
  private final RowTables tables = new RowTables();

  public RowRoutes(Definitions definitions, Rows rows, Pages pages) {
    this.definitions = definitions;
    this.rows = rows;
    this.pages = pages;
  }

  /**
   * A column of a table's key, in the form that asks for it.
   *
   * @param value as it was asked for; empty where it was not
   */
  public record KeyInput(String name, String type, String value, boolean partition) {}

  /**
   * A row of the page.
   *
   * @param record address of the page about its record; nothing where the topic's key is not shown
   */
  public record ShownRow(
      List<RowView.Cell> cells,
      Optional<Instant> written,
      Optional<Instant> expires,
      Optional<String> record) {}

  /**
   * What the page shows.
   *
   * @param key the columns of the table's key that the visitor may search by
   * @param notSearchable why there are no more; nothing where these are all
   * @param query of this page without a cursor, for links to the same rows in another form
   * @param next query of the next page
   */
  public record RowsPage(
      Pipeline pipeline,
      Table table,
      List<KeyInput> key,
      Optional<String> notSearchable,
      List<String> columns,
      Answer<List<ShownRow>> rows,
      String query,
      Optional<String> next,
      boolean first,
      boolean expiring,
      Optional<String> masked) {
    /** Whether the key's columns that the visitor may search by are enough. */
    public boolean searchable() {
      return key.size() >= table.partitionKey().size();
    }
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get(PAGE, this::show, Role.VIEWER);
    routes.get(PAGE + ".json", this::sendJson, Role.VIEWER);
    routes.get(PAGE + ".csv", this::sendCsv, Role.VIEWER);
    routes.get(API, this::sendJson, Role.VIEWER);
    routes.get(API + ".csv", this::sendCsv, Role.VIEWER);
  }

  private void show(Context request) {
    Parameters parameters = Parameters.of(request, RowQuery.parameters());
    RowQuery query = checked(request, RowQuery.ofForm(tables(request), parameters));
    Optional<ByteBuffer> start = start(query, parameters);
    RowView view = new RowView(query, Access.visitor(request));
    Answer<RowPage> page = rows.page(query, start);
    pages.show(
        request,
        "rows.jte",
        "Rows of " + query.table().fullName(),
        new RowsPage(
            query.pipeline(),
            query.table(),
            keyInputs(query, view),
            view.hiddenKey().map(Masks::operatorsOnly),
            query.fields().stream().map(Field::name).toList(),
            page.map(known -> known.rows().stream().map(row -> shown(query, view, row)).toList()),
            queryString(query, Optional.empty()),
            page.asOptional()
                .flatMap(RowPage::next)
                .map(next -> queryString(query, Optional.of(cursors.write(query, next)))),
            start.isEmpty(),
            query.table().ttl().isPresent(),
            view.masked()));
  }

  private static ShownRow shown(RowQuery query, RowView view, TableRow row) {
    return new ShownRow(
        view.cells(row),
        row.written(),
        row.expires(),
        view.recordKey(query, row)
            .map(
                key ->
                    "/record?pipeline=%s&key=%s".formatted(query.pipeline().name(), encoded(key))));
  }

  private static List<KeyInput> keyInputs(RowQuery query, RowView view) {
    List<KeyInput> inputs = new ArrayList<>();
    for (String column : query.table().key()) {
      if (view.hiddenKey().filter(column::equals).isPresent()) {
        return inputs;
      }
      int part = inputs.size();
      inputs.add(
          new KeyInput(
              column,
              query.fields().stream()
                  .filter(field -> field.name().equals(column))
                  .map(field -> field.type().word())
                  .findFirst()
                  .orElse(""),
              part < query.keyTexts().size() ? query.keyTexts().get(part) : "",
              query.table().partitionKey().contains(column)));
    }
    return inputs;
  }

  private void sendJson(Context request) {
    Parameters parameters = Parameters.of(request, RowQuery.parameters());
    RowQuery query = query(request, parameters);
    RowPage page = rows.page(query, start(query, parameters)).required();
    Optional<String> cursor = page.next().map(next -> cursors.write(query, next));
    link(request, query, cursor);
    JsonAnswer.send(request, new RowView(query, Access.visitor(request)).json(query, page, cursor));
  }

  private void sendCsv(Context request) {
    Parameters parameters = Parameters.of(request, RowQuery.parameters());
    RowQuery query = query(request, parameters);
    RowPage page = rows.page(query, start(query, parameters)).required();
    link(request, query, page.next().map(next -> cursors.write(query, next)));
    request.header(
        "Content-Disposition", "attachment; filename=\"%s.csv\"".formatted(query.table().name()));
    JsonAnswer.send(
        request,
        "text/csv; charset=utf-8",
        new RowView(query, Access.visitor(request)).csv(page).getBytes(UTF_8));
  }

  /** Names the next page as RFC 8288 does. */
  private static void link(Context request, RowQuery query, Optional<String> cursor) {
    cursor.ifPresent(
        given ->
            request.header(
                "Link",
                "<%s?%s>; rel=\"next\""
                    .formatted(request.path(), queryString(query, Optional.of(given)))));
  }

  private List<RowTable> tables(Context request) {
    return tables.of(definitions.recent(request.pathParam("pipeline")));
  }

  /** What a program asks for, which the visitor may search by. */
  private RowQuery query(Context request, Parameters parameters) {
    return checked(request, RowQuery.of(tables(request), parameters));
  }

  private static RowQuery checked(Context request, RowQuery query) {
    query.of().masks(Access.visitor(request)).checkSearch(query.keyColumns());
    return query;
  }

  private Optional<ByteBuffer> start(RowQuery query, Parameters parameters) {
    return parameters.text("cursor").map(cursor -> cursors.read(query, cursor));
  }

  private static String queryString(RowQuery query, Optional<String> cursor) {
    StringBuilder text = new StringBuilder("table=" + query.table().name());
    query.keyTexts().forEach(key -> text.append("&key=").append(encoded(key)));
    text.append("&limit=").append(query.limit());
    cursor.ifPresent(given -> text.append("&cursor=").append(given));
    return text.toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
