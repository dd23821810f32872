@echo off
echo Tributary does not run in cmd or PowerShell: use WSL2 (wsl --install, then clone the project below your home folder there), or Docker Desktop with "docker compose up -d --wait".
exit /b 1
