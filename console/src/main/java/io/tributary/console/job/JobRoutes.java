package io.tributary.console.job;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.tributary.console.web.Pages;
import io.tributary.console.web.Role;
import io.tributary.console.web.Routes;
import java.util.List;

/** The page of a job, which follows it, and the list of all. */
public final class JobRoutes implements Routes {
  private final Jobs jobs;
  private final Pages pages;

  public JobRoutes(Jobs jobs, Pages pages) {
    this.jobs = jobs;
    this.pages = pages;
  }

  /** What the list shows. */
  public record JobList(List<Job> jobs) {}

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get(
        "/jobs",
        request -> pages.show(request, "jobs.jte", "Jobs", new JobList(jobs.all())),
        Role.VIEWER);
    routes.get(
        "/jobs/{id}", request -> pages.show(request, "job.jte", "Job", job(request)), Role.VIEWER);
    routes.post("/jobs/{id}/cancel", this::cancel, Role.OPERATOR);
  }

  /** Leads a visitor who has started a job to its page. */
  public static void follow(Context request, Job job) {
    request.redirect("/jobs/" + job.id(), HttpStatus.SEE_OTHER);
  }

  private void cancel(Context request) {
    Job job = job(request);
    job.cancel();
    follow(request, job);
  }

  private Job job(Context request) {
    return jobs.required(request.pathParam("id"));
  }
}
