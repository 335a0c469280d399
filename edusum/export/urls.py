from django.urls import URLPattern

app_name = "export"
urlpatterns: list[URLPattern] = []
