package io.tributary.model.definition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tributary.model.template.Variable.Kind;
import io.tributary.model.yaml.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestReaderTest {
  private static final Path FILE = Path.of("p.yaml");
  private static final SecretReference KEY =
      new SecretReference(SecretReference.Kind.ENV, "SHOP_KEY");

  @Test
  void parse_readsRequests() throws Exception {
    Source source =
        source(
            """
            url: https://shop.example/v2/{run:country}/{page}
            method: PUT
            query: {tag: [new, sale], day: "{today}"}
            headers: {Accept-Language: en}
            body: {form: {q: lamps}}
            parameters: {country: us}
            paging: {type: page, page-size: 10}
            """);

    assertThat(SourceUrl.text(source.url()))
        .isEqualTo("https://shop.example/v2/{run:country}/{page}");
    assertThat(source.request())
        .isEqualTo(
            new Request(
                Request.Method.PUT,
                Map.of("tag", List.of("new", "sale"), "day", List.of("{today}")),
                Map.of("Accept-Language", "en"),
                Optional.of(new RequestBody.Form(Map.of("q", List.of("lamps")))),
                Map.of("country", "us"),
                Optional.empty()));
    assertThat(source.kinds()).containsExactlyInAnyOrder(Kind.RUN, Kind.PAGE, Kind.TODAY);
    assertThat(source.isPlain()).isFalse();
  }

  @Test
  void parse_readsJsonAsItIsWritten() throws Exception {
    Source source =
        source(
            """
            url: https://shop.example/
            body: {json: {a: 1, b: "1", c: 1.50, d: true, e: "true", f: null, g: yes, h: [1e2, 01]}}
            """);

    assertThat(source.request().method()).isEqualTo(Request.Method.POST);
    assertThat(((RequestBody.Json) source.request().body().orElseThrow()).value())
        .hasToString(
            "{\"a\":1,\"b\":\"1\",\"c\":1.50,\"d\":true,\"e\":\"true\",\"f\":null,\"g\":\"yes\",\"h\":[1E+2,\"01\"]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "{type: bearer, token: '${env:SHOP_KEY}'} => token",
        "{type: basic, user: shop, password: '${file:/run/secrets/shop}'} => password",
        "{type: basic, user: '${env:SHOP_KEY}'} => user",
        "{type: api-key, header: X-Key, value: '${env:SHOP_KEY}'} => value",
        "{type: api-key, parameter: key, value: '${env:SHOP_KEY}'} => value",
        "{type: oauth2, token-url: 'https://id.example/t', client-id: c, client-secret: '${env:SHOP_KEY}'} => client-secret",
        "{type: oauth2, token-url: 'https://id.example/t', client-id: c, refresh-token: '${env:SHOP_KEY}'} => refresh-token",
      })
  void parse_knowsTheReferencesOfAuthentication(String authentication, String key)
      throws Exception {
    Source source = source("url: https://shop.example/\nauthentication: " + authentication);

    assertThat(source.request().authentication().orElseThrow().references())
        .containsOnlyKeys("source.authentication." + key);
    assertThat(source.isPlain()).isFalse();
  }

  @Test
  void parse_readsAllOfOAuth2() throws Exception {
    Source source =
        source(
            """
            url: https://shop.example/
            authentication:
              type: oauth2
              token-url: https://id.example/token
              client-id: c
              client-secret: ${env:SHOP_KEY}
              scopes: [read, orders]
              parameters: {audience: shop}
              client-authentication: body
            """);

    assertThat(source.request().authentication())
        .contains(
            new Authentication.OAuth2(
                java.net.URI.create("https://id.example/token"),
                new Authentication.Name(Optional.of("c"), Optional.empty()),
                Optional.of(KEY),
                Optional.empty(),
                List.of("read", "orders"),
                Map.of("audience", "shop"),
                false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "method: PATCH => 5: found 'PATCH', expected GET, POST or PUT",
        "`method: GET\nbody: {text: a}\nheaders: {Content-Type: text/plain}` => 5: found GET with a body, expected POST or PUT, or no 'body'",
        "body: {text: a} => 5: found a text without a Content-Type, expected that header in 'headers'",
        "body: {} => 5: found a body without content, expected exactly one of json, form, graphql and text",
        "body: {json: 1, form: {}} => 5: found json and form, expected exactly one of json, form, graphql and text",
        "body: {graphql: {variables: {}}} => 5: found no 'query' in graphql, expected a query of GraphQL",
        "body: {graphql: {query: q, variables: [1]}} => 5: found no mapping as 'variables', expected names and values",
        "body: {json: {a: 1, a: 2}} => 5: found 'a' a second time, expected each key once",
        "headers: {Authorization: abc} => 5: found the header 'Authorization', which has a secret, expected secrets in 'authentication'",
        "headers: {X-Api-Key: abc} => 5: found the header 'X-Api-Key', which has a secret, expected secrets in 'authentication'",
        "headers: {content-length: 5} => 5: found 'content-length', expected no header that the producer sets by itself",
        "headers: {'a b': c} => 5: found 'a b', expected the name of a header",
        "headers: {a: ä} => 5: found a value of 'a' beyond ASCII, expected printable ASCII",
        "query: {q: '${env:KEY}'} => 5: found a reference to a secret in 'query', expected secrets in 'authentication'",
        "query: {q: '{pages}'} => 5: found {pages}, which is no variable, expected {page} (did you mean it?); {{pages}} is that word itself",
        "query: {q: '{page}'} => 5: found {page} in 'query', expected a source.paging of type page",
        "body: {json: [{a: '{size}'}]} => 5: found {size} in 'body', expected a source.paging of another type than none",
        "headers: {a: '{run:country}'} => 5: found {run:country} in 'headers', expected a name of source.parameters",
        "query: {a: '{each:symbol}'} => 5: found {each:symbol} in 'query', expected a name of source.for-each",
        "query: {a: '{window-start}'} => 5: found {window-start} in 'query', expected source.incremental, which is missing",
        "parameters: {id: 5} => 5: found 'id', expected another name: run:id is the run's id",
        "parameters: {a b: 5} => 5: found 'a b', expected a name of letters, digits, '-' and '_' that begins with a letter, at most 63 of them",
        "authentication: {type: digest} => 5: found 'digest', expected bearer, basic, api-key or oauth2",
        "authentication: {type: bearer, token: hunter2} => 5: found 'token' with a text that is no reference, expected ${env:NAME} or ${file:/PATH}: a definition has no secrets",
        "authentication: {type: bearer, token: '${SHOP_KEY}'} => 5: found '${SHOP_KEY}', expected ${env:NAME} or ${file:/PATH}: a definition has no secrets",
        "authentication: {type: basic, user: '${env:A', password: '${file:a}'} => 5: found '${env:A', expected ${env:NAME} or ${file:/PATH}: a definition has no secrets; 5: found '${file:a}', expected ${env:NAME} or ${file:/PATH}: a definition has no secrets",
        "authentication: {type: api-key, value: '${env:A}'} => 5: found no 'header' and 'parameter', expected one of them: where the key goes",
        "authentication: {type: api-key, header: a, parameter: b, value: '${env:A}'} => 5: found both 'header' and 'parameter', expected one of them: where the key goes",
        "authentication: {type: oauth2, token-url: 'ftp://x', client-id: a, client-secret: '${env:A}'} => 5: found no such URL (it does not begin with http:// or https://), expected the http or https URL of the token endpoint, without query",
        "authentication: {type: oauth2, token-url: 'https://x/', client-id: a} => 5: found neither 'client-secret' nor 'refresh-token', expected what the token endpoint knows the client by",
        "authentication: {type: oauth2, token-url: 'https://x/', client-id: a, client-secret: '${env:A}', parameters: {scope: b}} => 5: found 'scope', which other keys set, expected no parameter of OAuth's own",
        "authentication: {type: oauth2, token-url: 'https://x/', client-id: a, client-secret: '${env:A}', scopes: [a b]} => 5: found 'a b', expected scopes without white space",
        "`query: {key: 5}\nauthentication: {type: api-key, parameter: key, value: '${env:A}'}` => 6: found the parameter 'key', which has another value too, expected a parameter that neither 'query' nor 'paging' sets",
      })
  void parse_namesWhatIsWrong(String lines, String problems) {
    InvalidDefinitionException invalid =
        catchThrowableOfType(
            InvalidDefinitionException.class,
            () -> source("url: https://shop.example/\nrecords: /items\n" + lines));

    assertThat(
            invalid.problems().stream()
                .map(Problem::toString)
                .map(text -> text.substring("p.yaml:".length()))
                .collect(Collectors.joining("; ")))
        .isEqualTo(problems);
  }

  @Test
  void parse_needsNoParameter_whereATemplateNamesThePlace() throws Exception {
    Source source =
        source(
            """
            url: https://shop.example/
            body: {json: {after: "{token}", first: "{size}"}}
            paging: {type: token, next: /next, page-size: 10}
            """);

    assertThat(source.paging().placeParameter()).isEmpty();
    assertThat(source.takesSize()).isTrue();
  }

  private static Source source(String section) throws InvalidDefinitionException {
    String records = section.contains("records:") ? "" : "records: /items\n";
    String text =
        """
        name: things
        source:
        %s
        event:
          key: id
          fields:
            - {name: id, type: text, from: /id, required: true}
            - {name: title, type: text, from: /title, required: true}
        topic: {name: things}
        table: {keyspace: shop, name: things, key: [id]}
        """
            .formatted((records + section).indent(2).stripTrailing());
    return Pipeline.parse(FILE, text.getBytes(UTF_8)).source();
  }
}
