package io.tributary.stack.secured;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * An authority and what it has signed, made for one data folder with the JDK's keytool. PEM files
 * are in the folder.
 */
public final class Certificates {
  private static final String PASSWORD = "for-this-machine";
  private static final String AUTHORITY = "authority";

  private final Path folder;
  private final Path store;

  /** With an authority, and nothing signed yet. */
  public Certificates(Path folder) throws Exception {
    this.folder = Files.createDirectories(folder);
    this.store = folder.resolve("all.p12");
    keytool("-alias", AUTHORITY, "-dname", "CN=" + folder.getFileName(), "-ext", "bc:c");
    Files.writeString(authority(), pem(chain(AUTHORITY).get(0)));
  }

  /** PEM file of the authority's certificate. */
  public Path authority() {
    return folder.resolve("authority.pem");
  }

  /** PEM file of a certificate with its chain. */
  public Path certificate(String name) {
    return folder.resolve(name + ".crt.pem");
  }

  /** PEM file of its key. */
  public Path key(String name) {
    return folder.resolve(name + ".key.pem");
  }

  /** PEM file of both, as servers want it. */
  public Path keyAndCertificate(String name) {
    return folder.resolve(name + ".pem");
  }

  /**
   * Signs a certificate and writes its files.
   *
   * @param names of the hosts, such as {@code ip:127.0.0.1} or {@code dns:elsewhere.example}
   */
  public Certificates sign(String name, String names) throws Exception {
    keytool("-alias", name, "-dname", "CN=" + name, "-signer", AUTHORITY, "-ext", "san=" + names);
    StringBuilder chain = new StringBuilder();
    for (Certificate certificate : chain(name)) {
      chain.append(pem(certificate));
    }
    String key = pem("PRIVATE KEY", open().getKey(name, PASSWORD.toCharArray()).getEncoded());
    Files.writeString(certificate(name), chain);
    Files.writeString(key(name), key);
    Files.writeString(keyAndCertificate(name), key + chain);
    return this;
  }

  /** Of a server that shows this certificate. */
  public SSLContext server(String name) throws Exception {
    KeyStore shown = KeyStore.getInstance("PKCS12");
    shown.load(null, null);
    shown.setKeyEntry(
        name,
        open().getKey(name, PASSWORD.toCharArray()),
        PASSWORD.toCharArray(),
        chain(name).toArray(Certificate[]::new));
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(shown, PASSWORD.toCharArray());
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry(AUTHORITY, chain(AUTHORITY).get(0));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private List<Certificate> chain(String name) throws IOException, GeneralSecurityException {
    return Arrays.asList(open().getCertificateChain(name));
  }

  private KeyStore open() throws IOException, GeneralSecurityException {
    try (InputStream content = Files.newInputStream(store)) {
      KeyStore opened = KeyStore.getInstance("PKCS12");
      opened.load(content, PASSWORD.toCharArray());
      return opened;
    }
  }

  private void keytool(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "30"));
    command.addAll(List.of(arguments));
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes(), UTF_8);
    if (keytool.waitFor() != 0) {
      throw new IllegalStateException("keytool: " + said);
    }
  }

  private static String pem(Certificate certificate) throws GeneralSecurityException {
    return pem("CERTIFICATE", certificate.getEncoded());
  }

  private static String pem(String label, byte[] content) {
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
        .formatted(label, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content));
  }
}
