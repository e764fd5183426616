# Crosswalk in a container, with git for --base:
#   docker build -t crosswalk .
#   docker run --rm -v "$PWD:/src" crosswalk assess --from oracle --to postgres schema/
FROM golang:1.26-bookworm AS build
WORKDIR /crosswalk
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN go build -trimpath -o /usr/local/bin/crosswalk ./cmd/crosswalk

FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends git && rm -rf /var/lib/apt/lists/* \
	&& useradd --create-home crosswalk && git config --system --add safe.directory /src
COPY --from=build /usr/local/bin/crosswalk /usr/local/bin/crosswalk
USER crosswalk
WORKDIR /src
ENTRYPOINT ["crosswalk"]
