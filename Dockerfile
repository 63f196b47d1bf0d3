FROM python:3.13-slim

RUN useradd --create-home --uid 10001 boilerplate
WORKDIR /src
COPY . .
# The project itself, at the version that is checked out: there is nothing to pin.
# hadolint ignore=DL3013
RUN pip install --no-cache-dir '.[serve]' && rm -rf /src/*

USER 10001
WORKDIR /home/boilerplate
EXPOSE 8000
HEALTHCHECK CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/healthz', timeout=3)"]
CMD ["boilerplate", "serve", "--host", "0.0.0.0"]
